"""The sound of a call over HTTP."""

from collections.abc import Callable
from pathlib import Path

import handmade
import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy import select

from audit.config import Settings
from audit.store import JournalEntry, Store


@pytest.fixture
def call(store: Store, settings: Settings, tmp_path: Path) -> int:
    return handmade.add_call(store, "A1", recording=handmade.add_recording(settings, tmp_path))


def listens(store: Store) -> int:
    with store.reading() as session:
        bodies = session.scalars(select(JournalEntry.body)).all()
    return sum('"what":"call listened"' in body for body in bodies)


def test_ranges_are_answered(inspector: FlaskClient, call: int) -> None:
    whole = inspector.get(f"/media/calls/{call}", buffered=True)
    part = inspector.get(f"/media/calls/{call}", headers={"Range": "bytes=100-199"}, buffered=True)
    assert whole.mimetype == "audio/flac"
    assert part.status_code == 206
    assert part.data == whole.data[100:200]


def test_one_look_is_one_listen(store: Store, inspector: FlaskClient, call: int) -> None:
    page = inspector.get(f"/calls/{call}").text
    address = page.split('data-sound="')[1].split('"')[0]
    assert listens(store) == 0  # looking is not listening
    for first in (0, 1000, 2000):
        inspector.get(address, headers={"Range": f"bytes={first}-"}, buffered=True)
    assert listens(store) == 1
    inspector.get(f"/media/calls/{call}?view=invented", buffered=True)
    inspector.get(f"/media/calls/{call}?view=invented", buffered=True)
    assert listens(store) == 3


def test_the_waveform_is_no_listen(store: Store, inspector: FlaskClient, call: int) -> None:
    peaks = inspector.get(f"/media/calls/{call}/peaks.json", buffered=True).get_json()
    assert len(peaks["channels"]) == 2
    assert listens(store) == 0


def test_others_hear_nothing(sign_in: Callable[[str], FlaskClient], call: int) -> None:
    assert sign_in("collector").get(f"/media/calls/{call}").status_code == 404
    assert sign_in("collector").get(f"/media/calls/{call}/peaks.json").status_code == 404


def test_a_call_without_recording(store: Store, inspector: FlaskClient) -> None:
    silent = handmade.add_call(store, "TEXT")
    assert inspector.get(f"/media/calls/{silent}").status_code == 404


def test_a_program_asks_for_the_sound(app: APIFlask, store: Store, call: int) -> None:
    client = app.test_client()
    head = {"Authorization": f"Bearer {handmade.token(store, 'inspector')}"}
    with client.get("/api/v1/calls/A1/sound", headers=head | {"Range": "bytes=0-3"}) as part:
        assert (part.status_code, part.data) == (206, b"fLaC")
    assert listens(store) == 1
    assert client.get("/api/v1/calls/A9/sound", headers=head).status_code == 404
