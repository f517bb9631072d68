"""The page of one call, and deciding on it."""

import re
from collections.abc import Callable

import handmade
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from audit.store import Finding, JournalEntry, Store


def entries(store: Store, what: str) -> int:
    with store.reading() as session:
        bodies = session.scalars(select(JournalEntry.body)).all()
    return sum(f'"what":"{what}"' in body for body in bodies)


def finding_id(store: Store, rule: str) -> int:
    with store.reading() as session:
        return session.scalars(select(Finding.id).where(Finding.rule == rule)).one()


@pytest.fixture
def call(store: Store) -> int:
    return handmade.add_call(
        store,
        "A1",
        risk=200,
        findings=[handmade.DISCLOSURE, handmade.ABUSE],
        alerts=("complaint",),
    )


def test_everything_about_the_call_is_there(inspector: FlaskClient, call: int) -> None:
    page = inspector.get(f"/calls/{call}").text
    assert '<mark class="critical"' in page
    assert ">真不要脸</mark>" in page
    assert "核身前披露债务" in page  # a rule's title, not its id
    assert "2026-04-16 22:40" in page  # the call's own clock
    assert "8,500 元" in page
    assert "缺少当日对该债务人的联系记录" in page  # undecided, apart, with its reason


def test_both_scores_say_what_cost_points(inspector: FlaskClient, call: int) -> None:
    page = inspector.get(f"/calls/{call}").text
    assert "服务质量分 <b>85</b>" in page
    assert re.search(r"坐席打断次数 3\.0 .*界限 2\.0", page)
    inspector.post("/language", data={"code": "en"})
    page = inspector.get(f"/calls/{call}").text
    assert "Interruptions by the agent 3.0" in page


def test_a_clause_number_is_shown_only_where_it_was_read(inspector: FlaskClient, call: int) -> None:
    page = inspector.get(f"/calls/{call}").text
    assert "第1024条" in page
    assert "信用卡业务监督管理办法" in page
    assert "第68条" not in page


def test_looking_is_journaled(store: Store, inspector: FlaskClient, call: int) -> None:
    inspector.get(f"/calls/{call}")
    assert entries(store, "call viewed") == 1


def test_confirming_with_a_note(store: Store, inspector: FlaskClient, call: int) -> None:
    abuse = finding_id(store, "abuse")
    form = {"decision": "confirm", "note": "听到了", "version": "1"}
    card = inspector.post(f"/findings/{abuse}/decision", data=form, headers={"HX-Request": "true"})
    assert card.status_code == 200
    assert 'data-status="confirmed"' in card.text
    assert "听到了" in card.text
    assert entries(store, "finding decided") == 1


def test_without_javascript_the_decision_leads_back(
    store: Store, inspector: FlaskClient, call: int
) -> None:
    abuse = finding_id(store, "abuse")
    answer = inspector.post(f"/findings/{abuse}/decision", data={"decision": "dismiss"})
    assert answer.location == f"/calls/{call}"


def test_the_second_inspector_is_told(
    store: Store, sign_in: Callable[[str], FlaskClient], call: int
) -> None:
    address = f"/findings/{finding_id(store, 'abuse')}/decision"
    headers = {"HX-Request": "true"}
    first, second = sign_in("inspector"), sign_in("second")
    first.post(address, data={"decision": "confirm", "version": "1"}, headers=headers)
    late = second.post(
        address,
        data={"decision": "dismiss", "version": "1", "note": "不同意"},
        headers=headers,
    )
    assert late.status_code == 409
    assert "其他人刚刚作出了决定" in late.text
    assert 'data-status="confirmed"' in late.text
    assert "不同意" in late.text  # what was typed stays
    newest = re.findall(r'name="version" value="(\d+)"', late.text)[0]
    again = second.post(address, data={"decision": "dismiss", "version": newest}, headers=headers)
    assert 'data-status="dismissed"' in again.text
    assert again.text.count("<time") == 2  # the whole history


def test_unknown_decisions_and_findings(inspector: FlaskClient, store: Store, call: int) -> None:
    abuse = finding_id(store, "abuse")
    assert inspector.post(f"/findings/{abuse}/decision", data={}).status_code == 422
    answer = inspector.post("/findings/999/decision", data={"decision": "confirm"})
    assert answer.status_code == 404


def test_an_alert_is_taken_care_of(store: Store, inspector: FlaskClient, call: int) -> None:
    answer = inspector.post("/alerts/1/seen", headers={"HX-Request": "true"})
    assert "已处理" in answer.text
    assert entries(store, "alert seen") == 1


def test_a_decided_call_leaves_the_queue(store: Store, inspector: FlaskClient, call: int) -> None:
    for rule in ("abuse", "premature_disclosure"):
        address = f"/findings/{finding_id(store, rule)}/decision"
        inspector.post(address, data={"decision": "confirm"})
    assert "A1" in inspector.get("/calls").text  # its alert still waits
    inspector.post("/alerts/1/seen")
    assert "A1" not in inspector.get("/calls").text
    assert "A1" in inspector.get("/calls?stage=reviewed").text


def test_the_next_call_is_the_next_of_the_same_list(
    store: Store, inspector: FlaskClient, call: int
) -> None:
    handmade.add_call(store, "B2", risk=100, findings=[handmade.THREAT])
    third = handmade.add_call(store, "C3", risk=50, findings=[handmade.ABUSE])
    page = inspector.get(f"/calls/{call}?rule=abuse").text
    (address,) = re.findall(r'id="next-call" href="([^"]+)"', page)
    assert address == f"/calls/{third}?rule=abuse"


def test_a_collector_may_look_at_own_calls_and_decide_nothing(
    store: Store, sign_in: Callable[[str], FlaskClient], call: int
) -> None:
    own = handmade.add_call(store, "OWN", agent_id=handmade.OWN_ID, findings=[handmade.THREAT])
    collector = sign_in("collector")
    assert collector.get(f"/calls/{call}").status_code == 404
    page = collector.get(f"/calls/{own}")
    assert page.status_code == 200
    assert 'name="decision"' not in page.text
    threat, abuse = finding_id(store, "threat"), finding_id(store, "abuse")
    form = {"decision": "dismiss"}
    assert collector.post(f"/findings/{threat}/decision", data=form).status_code == 403
    assert collector.post(f"/findings/{abuse}/decision", data=form).status_code == 404
    assert collector.post("/alerts/1/seen").status_code == 404


def test_calls_that_are_not_audited_have_a_page_too(store: Store, inspector: FlaskClient) -> None:
    parked = handmade.add_call(store, "P", status="parked", error="P.wav: is empty; take it again")
    queued = handmade.add_call(store, "Q", status="queued")
    assert "P.wav: is empty; take it again" in inspector.get(f"/calls/{parked}").text
    assert "正在处理" in inspector.get(f"/calls/{queued}").text
