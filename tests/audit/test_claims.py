"""Claims: who opened a call holds it for a while, and others are led past it."""

from datetime import timedelta

import handmade
import pytest
from sqlalchemy import select, update

from audit.clock import now
from audit.review.claims import HELD, claim, release
from audit.review.filters import Filters
from audit.review.page import next_call, open_page
from audit.review.queue import list_calls
from audit.store import Claim, Store, User


@pytest.fixture
def team(store: Store) -> dict[str, User]:
    handmade.people(store)
    with store.reading() as session:
        return {user.name: user for user in session.scalars(select(User))}


def test_the_first_holds_the_call_and_the_second_is_told(
    store: Store, team: dict[str, User]
) -> None:
    call = handmade.add_call(store, "ONE", findings=[handmade.ABUSE])
    first = claim(store, team["inspector"], call)
    second = claim(store, team["second"], call)
    assert first is not None
    assert second is not None
    assert second.user.name == first.user.name == "inspector"
    assert timedelta() < first.until - now() <= HELD
    (row,) = list_calls(store, team["second"], Filters()).rows
    assert row.holder == "inspector"
    (mine,) = list_calls(store, team["inspector"], Filters()).rows
    assert mine.holder == ""


def test_a_claim_ends_by_itself_and_by_hand(store: Store, team: dict[str, User]) -> None:
    call = handmade.add_call(store, "ONE", findings=[handmade.ABUSE])
    claim(store, team["inspector"], call)
    with store.writing() as session:
        session.execute(update(Claim).values(until=now() - timedelta(seconds=1)))
    later = claim(store, team["second"], call)
    assert later is not None
    assert later.user.name == "second"
    release(store, team["inspector"], call)  # not theirs any more
    assert [row.holder for row in list_calls(store, team["inspector"], Filters()).rows] == [
        "second"
    ]
    release(store, team["second"], call)
    assert [row.holder for row in list_calls(store, team["inspector"], Filters()).rows] == [""]


def test_the_next_call_is_one_that_nobody_holds(store: Store, team: dict[str, User]) -> None:
    first, held, last = (
        handmade.add_call(store, name, risk=risk, findings=[handmade.ABUSE])
        for name, risk in (("A", 30), ("B", 20), ("C", 10))
    )
    claim(store, team["second"], held)
    page = open_page(store, team["inspector"], first)
    assert next_call(store, team["inspector"], page.call, Filters()) == last
    assert next_call(store, team["second"], page.call, Filters()) == held


def test_who_does_not_review_claims_nothing(store: Store, team: dict[str, User]) -> None:
    call = handmade.add_call(store, "ONE", agent_id=handmade.OWN_ID)
    assert claim(store, team["collector"], call) is None
