"""Samples, rectifications, assigning and the journal by the API."""

from collections.abc import Callable

import handmade
import pytest
from apiflask import APIFlask

from audit.review.decide import decide
from audit.store import Store, User

Ask = Callable[..., tuple[int, dict[str, object]]]


@pytest.fixture
def ask(store: Store, app: APIFlask) -> Ask:
    def send(who: str, method: str, path: str, **body: object) -> tuple[int, dict[str, object]]:
        headers = {"Authorization": f"Bearer {handmade.token(store, who)}"}
        url = f"/api/v1{path}"
        answer = app.test_client().open(url, method=method, headers=headers, json=body or None)
        return answer.status_code, answer.get_json(silent=True) or {}

    return send


def number(store: Store, name: str) -> int:
    with store.reading() as session:
        return session.query(User).filter_by(name=name).one().id


def test_a_sample_from_drawing_to_results(store: Store, ask: Ask) -> None:
    handmade.add_call(store, "A1")
    status, made = ask("lead", "POST", "/samples", name="十一月", count=1, only="unflagged")
    assert (status, made["calls"], made["mine_left"]) == (201, 1, 1)
    assert ask("inspector", "POST", "/samples", name="x", count=1)[0] == 403
    place = f"/samples/{made['id']}"
    status, item = ask("inspector", "GET", f"{place}/next")
    assert (status, len(item["turns"])) == (200, 6)  # type: ignore[arg-type]
    answered = ask("inspector", "POST", f"/samples/items/{item['item']}", rules=["threat"])
    assert answered[0] == 204
    assert ask("inspector", "GET", f"{place}/next")[1]["item"] is None
    told = ask("inspector", "GET", f"{place}/results")[1]
    assert told["missed"]["value"] == 1.0  # type: ignore[index]
    listed = ask("inspector", "GET", "/samples")[1]["items"]
    assert [each["answers"] for each in listed] == [1]  # type: ignore[attr-defined]


def test_a_rectification(store: Store, ask: Ask) -> None:
    handmade.add_call(store, "A1", findings=[handmade.ABUSE])
    with store.reading() as session:
        decide(store, session.query(User).filter_by(name="inspector").one(), 1, "confirm")
    plan = {"title": "文明用语", "cause": "情绪", "action": "再培训", "due": "2099-01-01"}
    owner = number(store, "collector")
    status, made = ask("officer", "POST", "/rectifications", owner=owner, finding=1, **plan)
    assert (status, made["status"], made["overdue"]) == (201, "open", False)
    done = {"step": "done", "text": "参加了"}
    place = f"/rectifications/{made['id']}/steps"
    assert ask("collector", "POST", place, **done)[1]["status"] == "done"
    assert ask("collector", "POST", place, step="accepted", text="好")[0] == 403
    assert ask("officer", "POST", place, step="accepted", text="看过")[1]["status"] == "accepted"
    assert len(ask("collector", "GET", "/rectifications")[1]["items"]) == 1  # type: ignore[arg-type]


def test_assigning_retrying_trying_and_the_journal(store: Store, ask: Ask) -> None:
    handmade.add_call(store, "A1", findings=[handmade.ABUSE])
    handmade.add_call(store, "P1", status="parked", error="坏了")
    shares = {str(number(store, "inspector")): 1}
    assert ask("lead", "POST", "/assignments", shares=shares)[1]["got"] == {"inspector": 1}
    assert ask("inspector", "POST", "/calls/P1/retry")[1]["status"] == "received"
    assert ask("inspector", "POST", "/calls/P1/retry")[0] == 409
    told = ask("inspector", "POST", "/rules/try", text="坐席：你真不要脸")[1]["judgments"]
    hits = {each["rule"] for each in told if each["outcome"] == "hit"}  # type: ignore[attr-defined]
    assert "abuse" in hits
    assert ask("inspector", "POST", "/rules/try", text="没有前缀")[0] == 422
    items = ask("officer", "GET", "/journal?what=call+retried")[1]["items"]
    assert [each["what"] for each in items] == ["call retried"]  # type: ignore[attr-defined]
