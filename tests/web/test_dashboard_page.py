"""The dashboard: each number opens the calls behind it."""

import html
import re
from collections.abc import Callable

import handmade
import pytest
from flask.testing import FlaskClient

from audit.review.decide import decide
from audit.store import Call, Store, User

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def calls(store: Store) -> None:
    for name in ("A", "B", "C"):
        handmade.add_call(store, name, findings=[handmade.ABUSE, handmade.DISCLOSURE])
    handmade.add_call(store, "D")
    with store.writing() as session:
        session.query(Call).filter_by(call_id="B").one().client = "海棠"
        session.query(Call).filter_by(call_id="C").one().team = "三组"
        inspector = session.query(User).filter_by(name="inspector").one()
    decide(store, inspector, 1, "confirm")
    decide(store, inspector, 3, "confirm")
    decide(store, inspector, 4, "dismiss")


def test_every_number_opens_its_calls(store: Store, sign_in: SignIn, calls: None) -> None:
    officer = sign_in("officer")
    page = officer.get("/dashboard").text
    links = re.findall(r'<td><a href="([^"]+)">(\d+)</a></td>', page)
    assert len(links) > 15
    for link, number in links:
        rows = officer.get(html.unescape(link)).text.count('class="row-link"')
        # A call may hold two findings of one status, so a number is at least its calls.
        assert 0 < rows <= int(number), link
    for link, number in re.findall(r'<div><a href="([^"]+)"><b>(\d+)</b>', page):
        rows = officer.get(html.unescape(link)).text.count('class="row-link"')
        assert (rows == 0) == (int(number) == 0), link


def test_the_hour_and_the_rule_are_those_of_the_queue(sign_in: SignIn, calls: None) -> None:
    officer = sign_in("officer")
    assert officer.get("/calls?stage=all&hour=22").text.count('class="row-link"') == 4
    assert officer.get("/calls?stage=all&hour=21").text.count('class="row-link"') == 0
    assert officer.get("/calls?stage=all&hour=x").status_code == 422
    for rule, status, rows in (
        ("abuse", "confirmed", 2),
        ("abuse", "dismissed", 0),
        ("premature_disclosure", "dismissed", 1),
    ):
        page = officer.get(f"/calls?stage=all&rule={rule}&status={status}").text
        assert page.count('class="row-link"') == rows
    assert "任一规则" in officer.get("/calls?undecided=any").text


def test_a_wrong_period_is_told_beside_its_field(sign_in: SignIn) -> None:
    answer = sign_in("officer").get("/dashboard?from=2026-02-02&to=2026-01-01")
    assert answer.status_code == 422
    assert 'aria-describedby="wrong-to"' in answer.text


def test_who_may_look(sign_in: SignIn) -> None:
    assert sign_in("inspector").get("/dashboard").status_code == 403
    assert sign_in("lead").get("/dashboard").status_code == 200


def test_the_api_gives_the_same(store: Store, sign_in: SignIn, calls: None) -> None:
    headers = {"Authorization": f"Bearer {handmade.token(store, 'officer')}"}
    client = sign_in("officer")
    told = client.get("/api/v1/figures?from=2026-04-16&to=2026-04-16", headers=headers).get_json()
    assert (told["calls"], told["audited"], told["found"]["confirmed"]) == (4, 4, 2)
    assert told["by"]["client"]["海棠"]["audited"] == 1
    assert client.get("/api/v1/figures", headers=headers).status_code == 422
