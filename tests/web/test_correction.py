"""Correcting on the call page and through the API."""

from collections.abc import Callable

import handmade
import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient

from audit.store import Call, Store, Transcript


@pytest.fixture
def call(store: Store) -> int:
    return handmade.add_call(store, "A1", agent_id=handmade.OWN_ID, findings=[handmade.ABUSE])


def form(text: str, base: int = 1) -> dict[str, str | int]:
    return {"base": base, "turn": 1, "text": text, "speaker": "customer"}


def test_a_corrected_call_waits_for_its_check(
    store: Store, inspector: FlaskClient, call: int
) -> None:
    answer = inspector.post(f"/calls/{call}/correction", data=form("我是。"))
    assert answer.location == f"/calls/{call}"
    assert "正在处理" in inspector.get(f"/calls/{call}").text
    with store.reading() as session:
        assert session.get_one(Transcript, 2).turns[1]["text"] == "我是。"
        assert session.get_one(Call, call).try_no == 2


def test_the_second_is_told_and_keeps_what_was_typed(
    sign_in: Callable[[str], FlaskClient], call: int
) -> None:
    sign_in("inspector").post(f"/calls/{call}/correction", data={"base": 1})
    late = sign_in("second").post(f"/calls/{call}/correction", data=form("我就是。"))
    assert late.status_code == 409
    assert "您的没有保存" in late.text
    assert ">我就是。</textarea>" in late.text


def test_wrong_text_is_named_and_stays(inspector: FlaskClient, call: int) -> None:
    answer = inspector.post(f"/calls/{call}/correction", data=form("我\x01是"))
    assert answer.status_code == 422
    assert "不含控制字符" in answer.text


def test_a_collector_is_shown_no_form_and_refused(
    sign_in: Callable[[str], FlaskClient], call: int
) -> None:
    collector = sign_in("collector")
    assert 'id="correct"' not in collector.get(f"/calls/{call}").text
    assert collector.post(f"/calls/{call}/correction", data=form("我是。")).status_code == 403


def test_the_api_does_what_the_page_does(app: APIFlask, store: Store, call: int) -> None:
    client, address = app.test_client(), "/api/v1/calls/A1"

    def as_(name: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {handmade.token(store, name)}"}

    base = client.get(address, headers=as_("inspector")).json["transcript"]  # type: ignore[index]
    body = {"transcript": base}
    refused = client.post(f"{address}/correction", json=body, headers=as_("collector"))
    assert refused.status_code == 403
    done = client.post(f"{address}/correction", json=body, headers=as_("inspector"))
    assert done.json == {"transcript": 2}
    with store.reading() as session:
        assert session.get_one(Transcript, 2).turns[0]["speaker"] == "customer"
    late = client.post(f"{address}/correction", json=body, headers=as_("second"))
    assert late.status_code == 409
