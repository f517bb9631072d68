"""Names and numbers on pages and in the API: hidden until somebody who may has them shown."""

import json
from collections.abc import Callable

import handmade
import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy import select

from audit.store import Finding, JournalEntry, Store, Transcript

NAME, MASKED = "周文博", "周**"


@pytest.fixture
def call(store: Store) -> int:
    name = handmade.finding("abuse", "critical", 0, "请问是周文博先生")
    return handmade.add_call(
        store, "A1", agent_id=handmade.OWN_ID, findings=[name], alerts=("complaint",)
    )


def journal(store: Store, what: str) -> list[dict[str, object]]:
    with store.reading() as session:
        bodies = [json.loads(body) for body in session.scalars(select(JournalEntry.body))]
    return [body["about"] for body in bodies if body["what"] == what]


def test_a_call_is_masked_until_it_is_shown(
    store: Store, inspector: FlaskClient, call: int
) -> None:
    page = inspector.get(f"/calls/{call}").text
    assert NAME not in page
    assert MASKED in page
    answer = inspector.post(f"/calls/{call}/personal", data={"show": "1"}, follow_redirects=True)
    assert NAME in answer.text
    assert journal(store, "personal data shown") == [{"call": call}]
    assert journal(store, "call viewed")[-1] == {"call": call, "unmasked": True}
    hidden = inspector.post(f"/calls/{call}/personal", data={"show": "0"}, follow_redirects=True)
    assert NAME not in hidden.text


def test_another_call_stays_masked(store: Store, inspector: FlaskClient, call: int) -> None:
    other = handmade.add_call(store, "B2")
    inspector.post(f"/calls/{call}/personal", data={"show": "1"})
    assert NAME not in inspector.get(f"/calls/{other}").text


def test_after_a_while_it_hides_again(
    inspector: FlaskClient, call: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.privacy.SHOWN_S", -1)
    inspector.post(f"/calls/{call}/personal", data={"show": "1"})
    assert NAME not in inspector.get(f"/calls/{call}").text


@pytest.mark.parametrize(
    "path", ["/calls/{call}", "/scores", "/calls?stage=all&said=请问", "/examples"]
)
def test_a_collector_never_sees_them(
    sign_in: Callable[[str], FlaskClient], inspector: FlaskClient, call: int, path: str
) -> None:
    inspector.post("/findings/1/decision", data={"decision": "confirm", "note": "周文博投诉过"})
    collector = sign_in("collector")
    assert collector.post(f"/calls/{call}/personal", data={"show": "1"}).status_code == 403
    assert NAME not in collector.get(path.format(call=call)).text


def test_a_turn_is_corrected_over_its_mask(store: Store, inspector: FlaskClient, call: int) -> None:
    form = {"base": "1", "turn": "0", "speaker": "agent", "text": "你好，请问是周**先生本人吗？"}
    assert inspector.post(f"/calls/{call}/correction", data=form).status_code == 302
    with store.reading() as session:
        newest = session.scalars(select(Transcript).order_by(Transcript.id.desc())).first()
    assert newest is not None
    assert newest.turns[0]["text"] == "你好，请问是周文博先生本人吗？"


def test_a_mask_that_was_changed_is_refused_and_kept(inspector: FlaskClient, call: int) -> None:
    form = {"base": "1", "turn": "0", "speaker": "agent", "text": "请问是周*先生吗"}
    answer = inspector.post(f"/calls/{call}/correction", data=form)
    assert answer.status_code == 422
    assert "请保留被遮盖的位置" in answer.text
    assert "请问是周*先生吗" in answer.text


def test_masked_words_can_be_marked_as_evidence(
    store: Store, inspector: FlaskClient, call: int
) -> None:
    form = {"audit": "1", "rule": "threat", "turn": "0", "quote": "周**先生", "start": "6"}
    assert inspector.post(f"/calls/{call}/findings", data=form).status_code == 302
    with store.reading() as session:
        made = session.scalars(select(Finding).where(Finding.rule == "threat")).one()
    assert made.quotes == ["周文博先生"]
    assert made.spans == [{"turn": 0, "start": 6, "end": 11}]


def test_the_api_masks_by_role(app: APIFlask, store: Store, call: int) -> None:
    client = app.test_client()

    def asked(name: str, path: str) -> str:
        head = {"Authorization": f"Bearer {handmade.token(store, name)}"}
        return json.dumps(client.get(f"/api/v1/{path}", headers=head).json, ensure_ascii=False)

    assert NAME in asked("inspector", "calls/A1")
    assert NAME not in asked("collector", "calls/A1")
    assert [entry.get("unmasked") for entry in journal(store, "call viewed")] == [True, None]
    for name in ("inspector", "collector"):  # lists are masked for all: nothing says who looked
        told = asked(name, "findings")
        assert MASKED in told
        assert NAME not in told
