"""Giving out calls: evenly, by shares, by skill, inside scopes; and freeing them."""

import handmade
import pytest
from sqlalchemy import select

from audit.people import Profile, change_person
from audit.review.appeals import answer, appeal
from audit.review.assign import assign, loads, take_back
from audit.review.decide import decide
from audit.review.filters import Filters
from audit.review.queue import list_calls
from audit.review.team import team
from audit.store import Assignment, Call, Store, User
from transcribe.problem import Problem

PENDING = Filters("pending")


@pytest.fixture
def calls(store: Store) -> list[int]:
    """Twelve that wait, of rising risk; every third one threatens."""
    return [
        handmade.add_call(
            store, f"C{n}", risk=n, findings=[handmade.THREAT if n % 3 == 0 else handmade.ABUSE]
        )
        for n in range(12)
    ]


def given(store: Store, name: str) -> list[str]:
    with store.reading() as session:
        user = session.query(User).filter_by(name="lead").one()
    rows = list_calls(store, user, Filters("all", {"assigned": name})).rows
    return [row.call.call_id for row in rows]


def test_evenly_the_riskiest_first(store: Store, people: dict[str, User], calls: list[int]) -> None:
    shares = {people["inspector"].id: 1.0, people["second"].id: 1.0}
    assert assign(store, people["lead"], PENDING, shares, 6) == {"inspector": 3, "second": 3}
    assert sorted(given(store, "inspector") + given(store, "second")) == sorted(
        f"C{n}" for n in range(6, 12)
    )
    assert assign(store, people["lead"], PENDING, shares, 99) == {"inspector": 3, "second": 3}
    assert assign(store, people["lead"], PENDING, shares, 99) == {"inspector": 0, "second": 0}
    assert {load.user.name: load.waiting for load in loads(store, people["lead"])} == {
        "admin": 0, "inspector": 6, "lead": 0, "officer": 0, "second": 6,
    }  # fmt: skip


def test_by_shares(store: Store, people: dict[str, User], calls: list[int]) -> None:
    shares = {people["inspector"].id: 75.0, people["second"].id: 25.0}
    assert assign(store, people["lead"], PENDING, shares, 12) == {"inspector": 9, "second": 3}


def test_by_skill(store: Store, people: dict[str, User], calls: list[int]) -> None:
    admin, inspector = people["admin"], people["inspector"]
    change_person(store, admin, inspector.id, Profile("inspector", skills=("threat",)))
    shares = {inspector.id: 1.0, people["second"].id: 0.0}
    assert assign(store, people["lead"], PENDING, shares, 99, by_skill=True) == {"inspector": 4}
    assert given(store, "inspector") == ["C9", "C6", "C3", "C0"]


def test_nobody_gets_what_the_scope_hides(
    store: Store, people: dict[str, User], calls: list[int]
) -> None:
    with store.writing() as session:
        session.get_one(Call, calls[0]).client = "别家"
    limited = Profile("inspector", clients=("别家",))
    change_person(store, people["admin"], people["inspector"].id, limited)
    shares = {people["inspector"].id: 1.0}
    assert assign(store, people["lead"], PENDING, shares, 99) == {"inspector": 1}


def test_only_leads_assign_and_only_to_somebody(
    store: Store, people: dict[str, User], calls: list[int]
) -> None:
    shares = {people["inspector"].id: 1.0}
    for name in ("inspector", "officer", "collector"):
        with pytest.raises(Problem, match="may not"):
            assign(store, people[name], PENDING, shares, 9)
    for wrong in ({}, {1: 0.0}, {1: -1.0, 2: 2.0}):
        with pytest.raises(Problem) as told:
            assign(store, people["lead"], PENDING, wrong, 9)
        assert told.value.code == "bad_shares"


def test_freeing_what_waits(store: Store, people: dict[str, User], calls: list[int]) -> None:
    inspector = people["inspector"]
    assign(store, people["lead"], PENDING, {inspector.id: 1.0}, 3)
    decide(store, inspector, 12, "confirm")  # the finding of C11
    assert take_back(store, people["lead"], inspector.id) == 2
    with store.reading() as session:
        assert [a.call_id for a in session.scalars(select(Assignment))] == [calls[11]]


def test_the_team_shows_what_did_not_stand(store: Store, people: dict[str, User]) -> None:
    handmade.add_call(
        store, "A", agent_id=handmade.OWN_ID, findings=[handmade.ABUSE, handmade.THREAT]
    )
    decide(store, people["inspector"], 1, "confirm")
    decide(store, people["inspector"], 2, "dismiss")
    made = appeal(store, people["collector"], 1, "请再听", 7)
    answer(store, people["second"], made.id, "overturned", "同意")
    seen = {
        m.user.name: (m.decided, m.confirmed, m.overturned) for m in team(store, people["lead"])
    }
    assert seen["inspector"] == (2, 1, 1)
    assert seen["second"] == (1, 0, 0)
