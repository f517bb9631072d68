"""Rectifications, scheduled reports and examples as pages."""

from collections.abc import Callable
from datetime import timedelta

import handmade
import pytest
from flask.testing import FlaskClient

from audit.clock import now
from audit.report.schedule import make_due
from audit.review.decide import decide
from audit.store import Store, User
from audit.store.summary import day_of
from checks.rulepack import load_pack

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def confirmed(store: Store) -> dict[str, int]:
    handmade.add_call(store, "A1", agent_id=handmade.OWN_ID, findings=[handmade.ABUSE])
    with store.reading() as session:
        people = {user.name: user.id for user in session.query(User)}
        inspector = session.query(User).filter_by(name="inspector").one()
    decide(store, inspector, 1, "confirm")
    return people


def test_a_rectification_from_the_card_to_the_end(
    sign_in: SignIn, confirmed: dict[str, int]
) -> None:
    officer, collector = sign_in("officer"), sign_in("collector")
    assert "/rectifications/new?finding=1" in officer.get("/calls/1").text
    form = {
        "finding": "1", "title": "文明用语", "cause": "情绪失控", "action": "再培训",
        "owner": str(confirmed["collector"]), "due": str(day_of(now()) + timedelta(days=3)),
    }  # fmt: skip
    refused = officer.post("/rectifications", data=form | {"due": "2020-01-01"})
    assert (refused.status_code, "情绪失控" in refused.text) == (422, True)
    assert 'aria-describedby="wrong-due"' in refused.text
    place = officer.post("/rectifications", data=form).location
    assert "文明用语" in collector.get("/rectifications").text
    collector.post(f"{place}/steps", data={"step": "done", "text": "参加了培训"})
    assert "已完成，待复查" in officer.get(place).text
    officer.post(f"{place}/steps", data={"step": "accepted", "text": "跟听三通"})
    assert "文明用语" not in officer.get("/rectifications").text
    assert "文明用语" in officer.get("/rectifications?status=accepted").text
    assert officer.post(f"{place}/steps", data={"step": "opened", "text": "x"}).status_code == 422


def test_a_scheduled_report_is_listed_and_fetched(
    store: Store, sign_in: SignIn, confirmed: dict[str, int], app: object
) -> None:
    officer = sign_in("officer")
    assert "定期报告" in officer.get("/reports").text
    officer.post("/reports/schedules", data={"every": "day", "form": "xlsx", "client": "青禾银行"})
    settings = app.extensions["callaudit"].settings  # type: ignore[attr-defined]
    assert make_due(settings, store, load_pack()) == 1
    yesterday = day_of(now()) - timedelta(days=1)
    place = f"/reports/made/1/{yesterday}"
    assert place in officer.get("/reports").text
    with officer.get(place) as answer:
        assert answer.data[:2] == b"PK"
    assert sign_in("lead").get(place).status_code == 404
    assert officer.get("/reports/made/1/tomorrow").status_code == 404
    officer.post("/reports/schedules/1/stop")
    assert "停止" not in officer.get("/reports").text


def test_a_good_call_is_read_without_names(store: Store, sign_in: SignIn) -> None:
    call = handmade.add_call(store, "GOOD")
    inspector, collector = sign_in("inspector"), sign_in("collector")
    inspector.post(f"/calls/{call}/example", data={"reason": "周文博发火时仍耐心"})
    page = collector.get("/examples").text
    assert "发火时仍耐心" in page
    assert "请问是" in page
    for name in ("周文博", "陈静怡", "GOOD"):
        assert name not in page
    assert "不再作为范例" in inspector.get(f"/calls/{call}").text
    assert collector.post(f"/calls/{call}/example", data={"reason": "x"}).status_code == 403
    inspector.post(f"/calls/{call}/example", data={"drop": "1"})
    assert "还没有范例。" in collector.get("/examples").text


def test_a_call_with_a_violation_is_no_example(sign_in: SignIn, confirmed: dict[str, int]) -> None:
    answer = sign_in("inspector").post("/calls/1/example", data={"reason": "好"})
    assert answer.status_code == 409
