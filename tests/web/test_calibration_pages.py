"""Drawing, reading and settling samples as pages."""

import re
from collections.abc import Callable

import handmade
import pytest
from flask.testing import FlaskClient

from audit.store import Store

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def calls(store: Store) -> list[int]:
    return [handmade.add_call(store, f"C{n}") for n in range(2)]


def test_from_drawing_to_results(sign_in: SignIn, calls: list[int]) -> None:
    lead, inspector, second = sign_in("lead"), sign_in("inspector"), sign_in("second")
    made = lead.post(
        "/samples", data={"name": "十一月", "count": "2", "readers": "2", "only": "unflagged"}
    )
    place = made.location
    assert "大家都答完后显示结果。" in inspector.get(place).text
    for reader, rules in ((inspector, ["threat"]), (second, [])):
        for _ in calls:
            item = reader.get(f"{place}/next").location
            page = reader.get(item).text
            assert "违反了哪些规则？" in page
            assert "疑似违规" not in page
            said = {"rules": rules, "note": "听过"} if rules else {"clean": "1"}
            assert reader.post(item, data=said).status_code == 302
        assert reader.get(f"{place}/next").location == place
    page = inspector.get(place).text
    assert "待校准：听的人判断不同" in page
    assert "记下商定的结论" not in page
    page = lead.get(place).text
    for number in re.findall(r'action="(/samples/1/items/\d+/agree)"', page):
        lead.post(number, data={"rules": ["threat"]})
    page = lead.get(place).text
    assert "100.0%" in page
    assert "机器漏掉的" in page


def test_what_is_wrong_is_told_and_what_was_typed_stays(sign_in: SignIn) -> None:
    answer = sign_in("lead").post("/samples", data={"name": "周样本", "count": "0"})
    assert answer.status_code == 422
    assert "请填通数或 0 到 100 的百分比。" in answer.text
    assert "周样本" in answer.text


def test_nothing_chosen_is_no_answer(sign_in: SignIn, calls: list[int]) -> None:
    sign_in("lead").post("/samples", data={"name": "样本", "count": "1"})
    inspector = sign_in("inspector")
    item = inspector.get("/samples/1/next").location
    for said in ({"note": "想想"}, {"clean": "1", "rules": "threat"}, {"rules": "moon"}):
        answer = inspector.post(item, data=said)
        assert answer.status_code == 422
        assert "两者选一" in answer.text
    assert "想想" in inspector.post(item, data={"note": "想想"}).text


def test_pages_in_english(sign_in: SignIn, calls: list[int]) -> None:
    lead = sign_in("lead")
    lead.post("/language", data={"code": "en"})
    lead.post("/samples", data={"name": "November", "count": "2"})
    for path in ("/samples", "/samples/1", "/team", "/account"):
        page = lead.get(path).text
        for known in ("陈静怡", "青禾银行", "周文博", ">简体<", ">繁體<"):
            page = page.replace(known, "")
        assert re.findall(r"[\u4e00-\u9fff]+", page) == [], path


def test_by_role(sign_in: SignIn, calls: list[int]) -> None:
    assert sign_in("collector").get("/samples").status_code == 403
    assert sign_in("inspector").get("/samples").status_code == 200
    assert (
        sign_in("inspector").post("/samples", data={"name": "x", "count": "1"}).status_code == 403
    )
