"""Adding a violation, moving and taking back as pages and API."""

from collections.abc import Callable

import handmade
import pytest
from flask.testing import FlaskClient

from audit.store import Store

SignIn = Callable[[str], FlaskClient]
MISSED = {"audit": 1, "rule": "threat", "turn": 4, "quote": "派人去堵你家的门", "start": 10}


@pytest.fixture
def call(store: Store) -> int:
    return handmade.add_call(store, "A1", findings=[handmade.ABUSE])


def test_adding_leads_to_the_new_card(inspector: FlaskClient, call: int) -> None:
    answer = inspector.post(f"/calls/{call}/findings", data=MISSED)
    assert answer.location == f"/calls/{call}#finding-2"
    page = inspector.get(f"/calls/{call}").text
    assert "机器没有发现，由复核人听出。" in page
    assert "撤回我的决定" in page


def test_a_refused_one_keeps_what_was_written(inspector: FlaskClient, call: int) -> None:
    answer = inspector.post(
        f"/calls/{call}/findings", data=MISSED | {"quote": "没说过", "note": "我听到了"}
    )
    assert answer.status_code == 422
    assert "我听到了" in answer.text
    assert "请选择规则" in answer.text
    again = inspector.post(f"/calls/{call}/findings", data=MISSED | {"rule": "abuse"})
    assert again.status_code == 409


def test_moving_and_taking_back(inspector: FlaskClient, call: int) -> None:
    answer = inspector.post("/findings/1/move", data={"rule": "threat", "version": 1})
    assert answer.location == f"/calls/{call}#finding-2"
    card = inspector.post("/findings/2/withdraw", headers={"HX-Request": "true"})
    assert card.status_code == 200
    assert 'data-status="dismissed"' in card.text
    assert inspector.post("/findings/2/withdraw", headers={"HX-Request": "true"}).status_code == 409


def test_a_refused_note_stays_on_the_page(inspector: FlaskClient, call: int) -> None:
    answer = inspector.post(f"/calls/{call}/notes", data={"text": "长" * 2001})
    assert answer.status_code == 422
    assert "长" * 2001 in answer.text
    assert "备注要有 1 到 2000 个字" in answer.text


def test_notes_and_grades(inspector: FlaskClient, call: int) -> None:
    inspector.post(f"/calls/{call}/notes", data={"text": "请组长看"})
    inspector.post("/findings/1/decision", data={"decision": "confirm", "severity": "minor"})
    page = inspector.get(f"/calls/{call}").text
    assert "请组长看" in page
    assert "改为一般" in page
    assert inspector.post("/findings/1/decision", data={"decision": "withdraw"}).status_code == 422


def test_the_api_adds_moves_and_takes_back(store: Store, sign_in: SignIn, call: int) -> None:
    client = sign_in("inspector")
    headers = {"Authorization": f"Bearer {handmade.token(store, 'inspector')}"}

    def post(path: str, **body: object) -> tuple[int, dict[str, object]]:
        answer = client.post(f"/api/v1{path}", headers=headers, json=body)
        return answer.status_code, answer.get_json()

    audit = client.get("/api/v1/calls/A1", headers=headers).get_json()["audit"]
    status, made = post("/calls/A1/findings", **MISSED | {"audit": audit})
    assert (status, made["status"], made["found_by"]) == (201, "confirmed", ["person"])
    assert post(f"/findings/{made['id']}/withdraw")[1]["status"] == "dismissed"
    assert post("/findings/1/move", rule="urge_borrowing")[0] == 422
    status, moved = post("/findings/1/move", rule="privacy_leak")
    assert (status, moved["rule"]) == (201, "privacy_leak")
    assert post("/calls/A1/notes", text="看过")[1]["text"] == "看过"
    assert post("/calls/A9/notes", text="看过")[0] == 404
