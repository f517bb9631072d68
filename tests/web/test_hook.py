"""A recorder that tells of new recordings: signed, fresh, once; and the API's intake by address."""

import json
import time
from collections.abc import Mapping

import handmade
import pytest
from apiflask import APIFlask
from pydantic import SecretStr
from werkzeug.test import TestResponse

from audit.config import Settings
from audit.intake.download import FetchSettings
from audit.intake.fetch import find_order
from audit.store import Store
from audit.webhook import SIGNATURE, signature
from web.api.hook import TIME

URL = "https://rec.example.com/2026/a.wav?key=k"
CALL = {
    "call_id": "R1",
    "started_at": "2026-03-02T10:15:00+08:00",
    "agent": {"id": "8001"},
    "case_id": "K1",
    "client": "青禾银行",
    "recording_url": URL,
}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    hosts = ["rec.example.com"]
    fetch = FetchSettings(hosts=hosts, secret=SecretStr("shared"))
    return settings.model_copy(update={"fetch": fetch})


def send(
    app: APIFlask, call: Mapping[str, object], *, at: float = 0.0, secret: str = "shared"
) -> TestResponse:
    body, sent = json.dumps(call).encode(), str(int(time.time() + at))
    head = {TIME: sent, SIGNATURE: signature(secret, sent.encode() + b"." + body)}
    return app.test_client().post(
        "/api/v1/hooks/calls", data=body, headers=head, content_type="application/json"
    )


def test_a_signed_call_is_ordered_once(app: APIFlask, store: Store) -> None:
    answer = send(app, CALL)
    assert (answer.status_code, answer.json) == (202, {"call_id": "R1", "status": "ordered"})
    made = find_order(store, "R1")
    assert made is not None
    assert made.url == URL
    assert "key" not in json.dumps(made.fields)
    again = send(app, CALL)
    assert again.status_code == 409


@pytest.mark.parametrize(("at", "secret"), [(0, "guessed"), (-3600, "shared"), (3600, "shared")])
def test_a_wrong_or_old_signature_is_refused(
    app: APIFlask, store: Store, at: float, secret: str
) -> None:
    assert send(app, CALL, at=at, secret=secret).status_code == 401
    assert find_order(store, "R1") is None


@pytest.mark.parametrize("head", [{}, {TIME: "now", SIGNATURE: "ä"}, {TIME: "²", SIGNATURE: "x"}])
def test_no_signature(app: APIFlask, head: dict[str, str]) -> None:
    answer = app.test_client().post("/api/v1/hooks/calls", json=CALL, headers=head)
    assert answer.status_code == 401


@pytest.mark.parametrize(
    "wrong",
    [{"recording_url": "https://evil.example.org/a.wav"}, {"recording_url": 7}, {"call_id": ""}],
)
def test_wrong_input_is_refused(app: APIFlask, store: Store, wrong: dict[str, object]) -> None:
    assert send(app, CALL | wrong).status_code == 422
    assert find_order(store, "R1") is None


def test_a_call_without_an_address(app: APIFlask) -> None:
    assert send(app, {k: v for k, v in CALL.items() if k != "recording_url"}).status_code == 422


def test_without_a_secret_there_is_no_hook(app: APIFlask, settings: Settings) -> None:
    assert settings.fetch is not None
    settings.fetch.secret = None
    assert send(app, CALL).status_code == 404


def test_the_api_orders_by_address_and_tells_how_far_it_is(app: APIFlask, store: Store) -> None:
    head = {"Authorization": f"Bearer {handmade.token(store, 'inspector')}"}
    client = app.test_client()
    answer = client.post("/api/v1/calls", json=dict(CALL), headers=head)
    assert answer.status_code == 202
    told = client.get("/api/v1/fetches/R1", headers=head).json
    assert told == {"call_id": "R1", "outcome": "", "tries": 0, "message": ""}
    assert client.get("/api/v1/fetches/other", headers=head).status_code == 404
    page = client.post("/sign-in", data={"name": "inspector", "password": handmade.PASSWORD})
    assert page.status_code == 302
    shown = client.get("/progress").text
    assert "待取录音" in shown
    assert "key=k" not in shown
