"""What the machine is not sure of, and what the second reader found, in queue and call page."""

import re

import handmade
import pytest
from flask.testing import FlaskClient

from audit.store import Store


@pytest.fixture
def call(store: Store) -> int:
    """One finding by the second reader, one doubt."""
    found = handmade.ABUSE | {"found_by": ["words", "second_reader"]}
    return handmade.add_call(store, "A1", findings=[handmade.DOUBT, found])


@pytest.fixture
def only(store: Store) -> int:
    """A call with nothing but a doubt."""
    return handmade.add_call(store, "D1", risk=0.0004, findings=[handmade.DOUBT])


def row(page: str, call: int) -> str:
    found = re.search(rf'<tr data-id="{call}".*?</tr>', page, re.DOTALL)
    assert found
    return found[0]


def test_a_finding_says_that_the_second_reader_found_it(inspector: FlaskClient, call: int) -> None:
    page = inspector.get(f"/calls/{call}").text
    assert "<b>词句</b> <b>第二审读</b>" in page
    inspector.post("/language", data={"code": "en"})
    assert "<b>Second reader</b>" in inspector.get(f"/calls/{call}").text


def test_a_doubt_stands_behind_the_findings_with_its_evidence(
    inspector: FlaskClient, call: int
) -> None:
    page = inspector.get(f"/calls/{call}").text
    assert page.index("疑似违规 <b>1</b></h2>") < page.index("存疑 <b>1</b></h2>")
    assert page.index('class="finding critical suspected"') < page.index(
        'class="finding critical doubtful"'
    )
    assert page.count("存疑，请人工判断") == 1
    assert "话意可疑但机器把握不足" in page
    assert '<mark class="doubtful"' in page
    assert ">派人去堵你家的门</mark>" in page


def test_in_english_the_doubt_is_told_in_english(inspector: FlaskClient, call: int) -> None:
    inspector.post("/language", data={"code": "en"})
    page = inspector.get(f"/calls/{call}").text
    assert "In doubt, please judge" in page
    assert "Something was found, but not surely enough" in page
    assert "存疑" not in page


def test_the_queue_shows_doubts_with_their_number(
    store: Store, inspector: FlaskClient, only: int
) -> None:
    handmade.add_call(store, "CLEAN")
    high = handmade.add_call(store, "HIGH", risk=1, findings=[handmade.DISCLOSURE, handmade.DOUBT])
    page = inspector.get("/calls").text
    assert page.index(">HIGH<") < page.index(">D1<")
    assert "CLEAN" not in page
    for call_id in (only, high):
        assert re.search(r'class="tag doubtful" title="[^"]+">存疑 1</span>', row(page, call_id))
    assert 'class="severity doubtful">存疑</span>' in row(page, only)
    assert 'class="severity major"' in row(page, high)
    assert "待复核" in row(page, only)
    assert "无需复核" not in page
    assert ">HIGH<" in inspector.get("/calls?stage=doubtful&severity=major").text
    assert ">D1<" not in inspector.get("/calls?stage=reviewed").text


@pytest.mark.parametrize(("decision", "findings"), [("confirm", 1), ("dismiss", 0)])
def test_a_doubt_is_settled_with_the_form_of_findings(
    inspector: FlaskClient, only: int, decision: str, findings: int
) -> None:
    page = inspector.get(f"/calls/{only}").text
    assert "疑似违规 <b>0</b>" in page
    (address,) = re.findall(r'action="(/findings/\d+/decision)"', page)
    form = {"decision": decision, "note": "听过了", "version": "1"}
    card = inspector.post(address, data=form, headers={"HX-Request": "true"})
    assert card.status_code == 200
    assert "听过了" in card.text
    assert f"疑似违规 <b>{findings}</b>" in inspector.get(f"/calls/{only}").text
    assert ">D1<" not in inspector.get("/calls?stage=doubtful").text
    done = row(inspector.get("/calls?stage=reviewed").text, only)
    assert "已复核" in done
    assert "tag doubtful" not in done
