"""The API as a program sees it."""

import io
import json
import wave
from collections.abc import Callable
from typing import Any

import handmade
import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from audit.store import Store

Ask = Callable[..., TestResponse]


@pytest.fixture
def ask(app: APIFlask, store: Store) -> Ask:
    """Ask the API as somebody: ask("inspector", "GET", "/calls")."""
    tokens: dict[str, str] = {}

    def request(name: str, method: str, path: str, **how: Any) -> TestResponse:
        if name not in tokens:
            tokens[name] = handmade.token(store, name)
        headers = {"Authorization": f"Bearer {tokens[name]}"}
        client: FlaskClient = app.test_client()
        return client.open(f"/api/v1{path}", method=method, headers=headers, **how)

    return request


CALL = {
    "call_id": "NEW-1",
    "started_at": "2026-04-16T10:00:00+08:00",
    "agent": {"id": "5188"},
    "turns": [{"speaker": "agent", "start": 0, "end": 1, "text": "您好"}],
}


@pytest.mark.parametrize("path", ["/calls", "/calls/A1", "/findings", "/nowhere"])
@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer wrong"}])
def test_nothing_without_a_token(app: APIFlask, path: str, header: dict[str, str]) -> None:
    answer = app.test_client().get(f"/api/v1{path}", headers=header)
    assert answer.status_code == (404 if path == "/nowhere" else 401)
    assert answer.is_json


def test_a_session_is_no_token(inspector: FlaskClient) -> None:
    assert inspector.get("/api/v1/calls").status_code == 401


def test_calls_come_in_pages(store: Store, ask: Ask) -> None:
    for number in range(5):
        handmade.add_call(store, f"A{number}", risk=number, findings=[handmade.ABUSE])
    first = ask("inspector", "GET", "/calls?limit=3").get_json()
    second = ask("inspector", "GET", f"/calls?limit=3&after={first['next']}").get_json()
    assert [item["call_id"] for item in first["items"]] == ["A4", "A3", "A2"]
    assert [item["call_id"] for item in second["items"]] == ["A1", "A0"]
    assert second["next"] is None
    assert first["items"][0]["status"] == "audited"
    assert first["items"][0]["score"] == 80.0
    assert first["items"][0]["collector_id"] == "5188"
    assert first["items"][0]["started_at"] == handmade.START


def test_one_call_with_everything(store: Store, ask: Ask) -> None:
    handmade.add_call(store, "A/1 甲", findings=[handmade.ABUSE], alerts=("complaint",))
    call = ask("inspector", "GET", "/calls/A/1 甲").get_json()
    assert call["call_id"] == "A/1 甲"
    assert call["findings"][0]["rule"] == "abuse"
    assert call["turns"][4]["text"].startswith("你真不要脸")
    assert call["alerts"][0]["name"] == "complaint"
    assert call["facts"][0]["amount"] == 8500.0
    assert call["undecided"][0]["rule"] == "excess_frequency"


def test_findings_filter_and_page(store: Store, ask: Ask) -> None:
    handmade.add_call(store, "A1", findings=[handmade.ABUSE, handmade.THREAT])
    handmade.add_call(store, "B2", findings=[handmade.ABUSE])
    page = ask("inspector", "GET", "/findings?rule=abuse&limit=1").get_json()
    assert [item["call_id"] for item in page["items"]] == ["A1"]
    page = ask("inspector", "GET", f"/findings?rule=abuse&after={page['next']}").get_json()
    assert [item["call_id"] for item in page["items"]] == ["B2"]
    assert page["next"] is None
    assert ask("inspector", "GET", "/findings?status=confirmed").get_json()["items"] == []


def test_doubts_are_no_findings_before_somebody_confirms(store: Store, ask: Ask) -> None:
    handmade.add_call(store, "A1", findings=[handmade.ABUSE, handmade.DOUBT])
    assert [f["rule"] for f in ask("inspector", "GET", "/findings").get_json()["items"]] == [
        "abuse"
    ]
    (item,) = ask("inspector", "GET", "/calls?stage=doubtful").get_json()["items"]
    assert item["finding_count"] == 1
    (doubt,) = ask("inspector", "GET", "/findings?status=doubtful").get_json()["items"]
    call = ask("inspector", "GET", "/calls/A1").get_json()
    assert (call["finding_count"], len(call["findings"]), call["doubts"]) == (1, 1, [doubt])
    answer = ask(
        "inspector", "POST", f"/findings/{doubt['id']}/review", json={"decision": "confirm"}
    )
    assert answer.get_json()["status"] == "confirmed"
    call = ask("inspector", "GET", "/calls/A1").get_json()
    assert (call["finding_count"], len(call["findings"]), call["doubts"]) == (2, 2, [])
    assert len(ask("inspector", "GET", "/findings").get_json()["items"]) == 2
    assert ask("inspector", "GET", "/calls?stage=doubtful").get_json()["items"] == []


def test_reviewing(store: Store, ask: Ask) -> None:
    handmade.add_call(store, "A1", findings=[handmade.ABUSE])
    body = {"decision": "confirm", "note": "听到了"}
    answer = ask("inspector", "POST", "/findings/1/review", json=body)
    assert answer.status_code == 200
    assert answer.get_json()["status"] == "confirmed"
    late = ask("second", "POST", "/findings/1/review", json=body | {"version": 1})
    assert late.status_code == 409
    assert ask("inspector", "POST", "/findings/9/review", json=body).status_code == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"decision": "perhaps"}, "decision"),
        ({}, "decision"),
        ({"decision": "confirm", "note": 7}, "note"),
    ],
)
def test_wrong_input_names_the_field(
    store: Store, ask: Ask, body: dict[str, object], field: str
) -> None:
    handmade.add_call(store, "A1", findings=[handmade.ABUSE])
    answer = ask("inspector", "POST", "/findings/1/review", json=body)
    assert answer.status_code == 422
    assert field in json.dumps(answer.get_json()["detail"])


@pytest.mark.parametrize("query", ["limit=0", "limit=x", "stage=none", "after=nonsense"])
def test_wrong_queries(ask: Ask, query: str) -> None:
    assert ask("inspector", "GET", f"/calls?{query}").status_code == 422


def test_a_collector_sees_the_own_calls_and_decides_nothing(store: Store, ask: Ask) -> None:
    handmade.add_call(store, "OTHER", findings=[handmade.ABUSE])
    handmade.add_call(store, "OWN", agent_id=handmade.OWN_ID, findings=[handmade.THREAT])
    items = ask("collector", "GET", "/calls").get_json()["items"]
    assert [item["call_id"] for item in items] == ["OWN"]
    assert ask("collector", "GET", "/calls/OTHER").status_code == 404
    found = ask("collector", "GET", "/findings").get_json()["items"]
    assert [item["call_id"] for item in found] == ["OWN"]
    confirm = {"json": {"decision": "confirm"}}
    assert ask("collector", "POST", "/findings/1/review", **confirm).status_code == 404
    assert ask("collector", "POST", "/findings/2/review", **confirm).status_code == 403
    assert ask("collector", "POST", "/calls", json=CALL).status_code == 403


def test_taking_in_a_call_with_turns(ask: Ask) -> None:
    answer = ask("inspector", "POST", "/calls", json=CALL)
    assert answer.status_code == 201
    assert answer.get_json() == {"call_id": "NEW-1", "status": "received"}
    assert ask("inspector", "GET", "/calls/NEW-1").get_json()["status"] == "received"
    assert ask("inspector", "POST", "/calls", json=CALL).status_code == 409


def test_taking_in_a_recording(ask: Ask) -> None:
    sound = io.BytesIO()
    with wave.open(sound, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8000)
        out.writeframes(bytes(range(256)) * 125)
    fields = {key: value for key, value in CALL.items() if key != "turns"}
    form = {"recording": (io.BytesIO(sound.getvalue()), "a.wav"), "metadata": json.dumps(fields)}
    answer = ask("inspector", "POST", "/calls", data=form)
    assert answer.status_code == 201, answer.text
    form = {"recording": (io.BytesIO(b"no sound"), "b.wav"), "metadata": json.dumps(fields)}
    assert ask("inspector", "POST", "/calls", data=form).status_code in {409, 422}


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"call_id": None}, "call_id"),
        ({"started_at": "yesterday"}, "started_at"),
        ({"turns": None}, "audio"),
        ({"turns": None, "audio": "/etc/passwd"}, "audio"),
    ],
)
def test_a_call_that_cannot_be_taken_in(ask: Ask, change: dict[str, object], named: str) -> None:
    fields = {key: value for key, value in (CALL | change).items() if value is not None}
    answer = ask("inspector", "POST", "/calls", json=fields)
    assert answer.status_code == 422
    assert named in answer.get_json()["message"]


def test_no_json_at_all(ask: Ask) -> None:
    assert (
        ask("inspector", "POST", "/calls", data=b"{", content_type="text/plain").status_code == 422
    )


ROUTES = {
    "/api/v1/calls/{call_id}/release",
    "/api/v1/calls/{call_id}/sound",
    "/api/v1/samples/items/{item_id}/agree",
    "/api/v1/schedules/made",
    "/api/v1/schedules/{number}/made/{since}",
    "/api/v1/team",
    "/api/v1/team/{user_id}/free",
    "/api/v1/views",
    "/api/v1/views/{number}",
    "/api/v1/alerts",
    "/api/v1/alerts/{alert_id}/seen",
    "/api/v1/appeals",
    "/api/v1/appeals/{appeal_id}/answer",
    "/api/v1/assignments",
    "/api/v1/calls",
    "/api/v1/calls/{call_id}",
    "/api/v1/calls/{call_id}/correction",
    "/api/v1/calls/{call_id}/example",
    "/api/v1/calls/{call_id}/findings",
    "/api/v1/calls/{call_id}/hold",
    "/api/v1/calls/{call_id}/notes",
    "/api/v1/calls/{call_id}/retry",
    "/api/v1/clients",
    "/api/v1/clients/{name}",
    "/api/v1/examples",
    "/api/v1/fetches/{call_id}",
    "/api/v1/figures",
    "/api/v1/findings",
    "/api/v1/findings/{finding_id}/acknowledgement",
    "/api/v1/findings/{finding_id}/appeal",
    "/api/v1/findings/{finding_id}/evidence",
    "/api/v1/findings/{finding_id}/move",
    "/api/v1/findings/{finding_id}/review",
    "/api/v1/findings/{finding_id}/withdraw",
    "/api/v1/hooks/calls",
    "/api/v1/journal",
    "/api/v1/people",
    "/api/v1/people/{user_id}",
    "/api/v1/people/{user_id}/reset",
    "/api/v1/progress",
    "/api/v1/rectifications",
    "/api/v1/rectifications/{number}/steps",
    "/api/v1/reports/violations",
    "/api/v1/rules",
    "/api/v1/rules/changes",
    "/api/v1/rules/changes/{number}",
    "/api/v1/rules/try",
    "/api/v1/rules/{rule}",
    "/api/v1/rules/{rule}/changes",
    "/api/v1/samples",
    "/api/v1/samples/items/{item_id}",
    "/api/v1/samples/{sample_id}/next",
    "/api/v1/samples/{sample_id}/results",
    "/api/v1/schedules",
    "/api/v1/schedules/{number}",
    "/api/v1/scores",
}


def test_the_openapi_document_names_every_route(app: APIFlask) -> None:
    document = app.test_client().get("/api/v1/openapi.json").get_json()
    assert set(document["paths"]) == ROUTES
    assert document["openapi"].startswith("3.")
    assert document["components"]["securitySchemes"]


def test_there_is_no_documentation_page_from_elsewhere(app: APIFlask) -> None:
    assert app.test_client().get("/docs").status_code == 404
