"""Who may fetch an evidence package, and of what."""

import io
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import handmade
import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy import select

from audit.config import Settings
from audit.store import Finding, JournalEntry, Store

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def call(store: Store, settings: Settings, tmp_path: Path) -> int:
    """Its first finding is confirmed, the second is not."""
    recording = handmade.add_recording(settings, tmp_path)
    found = [handmade.ABUSE, handmade.DISCLOSURE]
    return handmade.add_call(store, "A1", findings=found, recording=recording)


@pytest.fixture
def abuse(store: Store, call: int, sign_in: SignIn) -> int:
    with store.reading() as session:
        found = handmade.finding_id(session, call, "abuse")
    sign_in("inspector").post(f"/findings/{found}/decision", data={"decision": "confirm"})
    return found


def exports(store: Store) -> list[str]:
    with store.reading() as session:
        bodies = session.scalars(select(JournalEntry.body)).all()
    return [body for body in bodies if '"what":"evidence exported"' in body]


def test_an_officer_gets_it_from_the_call_page(
    store: Store, call: int, abuse: int, sign_in: SignIn
) -> None:
    officer = sign_in("officer")
    page = officer.get(f"/calls/{call}").text
    assert page.count("evidence.zip") == 1  # the suspicion beside it has no button
    with officer.get(f"/findings/{abuse}/evidence.zip") as answer:
        assert answer.mimetype == "application/zip"
        assert "clip-1.wav" in ZipFile(io.BytesIO(answer.data)).namelist()
    (entry,) = exports(store)
    assert '"who":"officer"' in entry


@pytest.mark.parametrize(("name", "status"), [("inspector", 403), ("collector", 404)])
def test_others_do_not(store: Store, abuse: int, sign_in: SignIn, name: str, status: int) -> None:
    client = sign_in(name)
    assert client.get(f"/findings/{abuse}/evidence.zip").status_code == status
    with store.reading() as session:
        call = session.get_one(Finding, abuse).call_id
    assert "evidence.zip" not in client.get(f"/calls/{call}").text
    assert exports(store) == []


def test_a_suspicion_is_no_violation(store: Store, call: int, abuse: int, sign_in: SignIn) -> None:
    with store.reading() as session:
        open_one = handmade.finding_id(session, call, "premature_disclosure")
    assert sign_in("officer").get(f"/findings/{open_one}/evidence.zip").status_code == 422
    assert sign_in("officer").get("/findings/999/evidence.zip").status_code == 404
    assert exports(store) == []


@pytest.mark.parametrize(("name", "status"), [("officer", 200), ("inspector", 403)])
def test_a_program_gets_it_too(
    app: APIFlask, store: Store, abuse: int, name: str, status: int
) -> None:
    bearer = {"Authorization": f"Bearer {handmade.token(store, name)}"}
    url = f"/api/v1/findings/{abuse}/evidence"
    with app.test_client().get(url, headers=bearer) as answer:
        assert answer.status_code == status
        assert (answer.data[:2] == b"PK") == (status == 200)
    assert app.test_client().get(url).status_code == 401
