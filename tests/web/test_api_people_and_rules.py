"""The API for what administrators, compliance and collectors do."""

from typing import Any

import handmade
import pytest
from apiflask import APIFlask
from werkzeug.test import TestResponse

from audit.review.decide import decide
from audit.store import Store, User


class Program:
    """A program with the token of one person."""

    def __init__(self, app: APIFlask, store: Store, name: str) -> None:
        self._client = app.test_client()
        self._head = {"Authorization": f"Bearer {handmade.token(store, name)}"}

    def __call__(self, method: str, path: str, body: Any = None) -> TestResponse:
        return self._client.open(f"/api/v1{path}", method=method, headers=self._head, json=body)


@pytest.fixture
def admin(app: APIFlask, store: Store) -> Program:
    return Program(app, store, "admin")


def test_people_are_added_changed_and_reset(app: APIFlask, admin: Program) -> None:
    asked = {"name": "新人", "role": "inspector", "clients": ["青禾银行"]}
    secret = admin("POST", "/people", asked).json["secret"]
    client = app.test_client()
    assert client.post("/sign-in", data={"name": "新人", "password": secret}).status_code == 302
    made = next(each for each in admin("GET", "/people").json["items"] if each["name"] == "新人")
    assert made["clients"] == ["青禾银行"]
    assert "password" not in str(made)
    changed = admin("PUT", f"/people/{made['id']}", {"role": "lead", "active": False})
    assert (changed.json["role"], changed.json["active"]) == ("lead", False)
    token = admin("POST", f"/people/{made['id']}/reset", {"what": "token"}).json["secret"]
    head = {"Authorization": f"Bearer {token}"}
    assert client.get("/api/v1/calls", headers=head).status_code == 401  # no longer active


def test_what_is_wrong_with_a_person_is_said(admin: Program) -> None:
    for body in ({"name": "x", "role": "king"}, {"name": "", "role": "lead"}, {"role": "lead"}):
        assert admin("POST", "/people", body).status_code == 422
    answer = admin("POST", "/people", {"name": "x", "role": "collector"})
    assert answer.status_code == 422
    assert answer.json["detail"]["code"] == "collector_needs_id"


def test_rules_are_told_with_their_files(admin: Program) -> None:
    told = admin("GET", "/rules").json
    assert {"abuse", "threat"} <= {rule["id"] for rule in told["items"]}
    one = admin("GET", "/rules/abuse").json
    assert "tests:" in one["text"]
    assert one["version"] == next(r for r in told["items"] if r["id"] == "abuse")["version"]
    assert admin("GET", "/rules/nothing").status_code == 404


def test_the_shipped_pack_is_changed_by_nobody(admin: Program) -> None:
    text = admin("GET", "/rules/abuse").json["text"]
    answer = admin("POST", "/rules/abuse/changes", {"text": text, "reason": "x"})
    assert answer.status_code == 422
    assert answer.json["detail"]["code"] == "pack_shipped"
    assert admin("GET", "/rules/changes").json == {"items": []}


def test_alerts_and_progress(store: Store, admin: Program) -> None:
    handmade.add_call(store, "A1", alerts=("self_harm",))
    handmade.add_call(store, "A2", status="parked", error="打不开")
    (alert,) = admin("GET", "/alerts").json["items"]
    assert (alert["name"], alert["call_id"]) == ("self_harm", "A1")
    assert admin("POST", f"/alerts/{alert['id']}/seen", {}).json["seen"] is True
    assert admin("GET", "/alerts").json["items"] == []
    assert admin("GET", "/progress").json["parked"] == [{"call_id": "A2", "error": "打不开"}]


def test_a_collector_reads_scores_and_takes_note(app: APIFlask, store: Store) -> None:
    handmade.add_call(store, "A1", agent_id=handmade.OWN_ID, findings=[handmade.ABUSE])
    with store.reading() as session:
        officer = session.query(User).filter_by(name="officer").one()
    decide(store, officer, 1, "confirm")
    collector = Program(app, store, "collector")
    (cut,) = collector("GET", "/scores").json["deductions"]
    assert cut["finding"]["quotes"] == ["真不要脸"]
    assert cut["points"] > 0
    assert not cut["seen"]
    assert collector("POST", "/findings/1/acknowledgement").status_code == 204
    assert collector("GET", "/scores").json["deductions"][0]["seen"]


def test_examples_are_marked_and_read(store: Store, admin: Program) -> None:
    handmade.add_call(store, "A1")
    assert admin("POST", "/calls/A1/example", {"reason": "开场清楚"}).status_code == 204
    (lesson,) = admin("GET", "/examples").json["items"]
    assert lesson["reason"] == "开场清楚"
    assert "周文博" not in str(lesson["turns"])
    admin("POST", "/calls/A1/example", {})
    assert admin("GET", "/examples").json["items"] == []


def test_schedules_begin_and_end(admin: Program) -> None:
    asked = {"every": "week", "form": "xlsx", "client": "青禾银行"}
    assert admin("POST", "/schedules", asked).status_code == 204
    (made,) = admin("GET", "/schedules").json["items"]
    assert made == asked | {"agency": "", "team": "", "id": made["id"]}
    assert admin("DELETE", f"/schedules/{made['id']}").status_code == 204
    assert admin("GET", "/schedules").json["items"] == []


def test_clients_and_holds(store: Store, admin: Program) -> None:
    handmade.add_call(store, "A1")
    assert admin("PUT", "/clients/青禾银行", {"keep_days": 900, "at_once": 5}).status_code == 204
    (client,) = admin("GET", "/clients").json["items"]
    assert (client["keep_days"], client["at_once"], client["calls"]) == (900, 5, 1)
    assert admin("PUT", "/clients/青禾银行", {"keep_days": 0}).status_code == 422
    assert admin("POST", "/calls/A1/hold", {"reason": "投诉"}).json["status"] == "held"
    assert admin("POST", "/calls/A1/hold", {}).json["status"] == "released"


def test_views_claims_and_the_team(store: Store, admin: Program) -> None:
    handmade.add_call(store, "A1", findings=[handmade.ABUSE])
    assert admin("POST", "/views", {"name": "我的", "query": "rule=abuse"}).status_code == 204
    (view,) = admin("GET", "/views").json["items"]
    assert (view["name"], view["query"]) == ("我的", "rule=abuse")
    assert admin("DELETE", f"/views/{view['id']}").status_code == 204
    assert admin("POST", "/calls/A1/release").json["status"] == "released"
    inspector = next(m for m in admin("GET", "/team").json["items"] if m["name"] == "inspector")
    admin("POST", "/assignments", {"shares": {str(inspector["id"]): 1}})
    waiting = {m["name"]: m["waiting"] for m in admin("GET", "/team").json["items"]}
    assert waiting["inspector"] == 1
    assert admin("POST", f"/team/{inspector['id']}/free").status_code == 204
    assert admin("GET", "/schedules/made").json == {"items": []}
    assert admin("GET", "/schedules/1/made/2026-01-01").status_code == 404
    assert admin("GET", "/schedules/1/made/never").status_code == 404
