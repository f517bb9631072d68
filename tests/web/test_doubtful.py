"""What the machine is not sure of, and what the second reader found, on the call's page."""

import handmade
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from audit.store import Audit, Store

DOUBT = {
    "rule": "threat",
    "outcome": "undecided",
    "severity": "critical",
    "reason": "存疑：词句命中，语义认为不是",
    "turns": [4],
    "quotes": ["派人去堵你家的门"],
    "doubtful": True,
}


@pytest.fixture
def call(store: Store) -> int:
    """One finding by the second reader, one doubtful judgment."""
    found = handmade.ABUSE | {"found_by": ["words", "second_reader"]}
    call_id = handmade.add_call(store, "A1", findings=[found])
    with store.writing() as session:
        audit = session.scalars(select(Audit).where(Audit.call_id == call_id)).one()
        audit.result["judgments"].append(DOUBT)
        flag_modified(audit, "result")
    return call_id


def test_a_finding_says_that_the_second_reader_found_it(inspector: FlaskClient, call: int) -> None:
    page = inspector.get(f"/calls/{call}").text
    assert "<b>词句</b> <b>第二审读</b>" in page
    inspector.post("/language", data={"code": "en"})
    assert "<b>Second reader</b>" in inspector.get(f"/calls/{call}").text


def test_a_doubtful_one_is_marked_with_its_evidence(inspector: FlaskClient, call: int) -> None:
    page = inspector.get(f"/calls/{call}").text
    assert page.count("存疑，请人工判断") == 1  # the other one is undecided without doubt
    assert "存疑：词句命中，语义认为不是" in page
    assert 'data-turn="4" lang="zh-Hans">派人去堵你家的门</a>' in page


def test_in_english_the_doubt_is_told_in_english(inspector: FlaskClient, call: int) -> None:
    inspector.post("/language", data={"code": "en"})
    page = inspector.get(f"/calls/{call}").text
    assert "In doubt, please judge" in page
    assert "Something was found, but not surely enough" in page
    assert "存疑" not in page
