"""A collector's weeks: what was confirmed lowers them, and the team's median names nobody."""

from datetime import timedelta
from pathlib import Path

import handmade
from sqlalchemy import update

from audit.clock import now
from audit.review.decide import decide
from audit.review.scores import LEAST_COLLEAGUES, WEEKS, mean, weeks
from audit.store import Call, Store, User
from checks.scorecard import load_scorecard

CARD = load_scorecard(Path("no pack of its own"))


def add(store: Store, call_id: str, agent: str, days_ago: float, *, bad: bool = False) -> int:
    """A call of team 一组; returns the id of its finding, if it is a bad one."""
    found = [handmade.DISCLOSURE] if bad else []
    call = handmade.add_call(store, call_id, agent_id=agent, findings=found)
    with store.writing() as session:
        began = {"started_at": now() - timedelta(days=days_ago), "team": "一组"}
        session.execute(update(Call).where(Call.id == call).values(**began))
    return call


def test_only_what_a_person_confirmed_counts(store: Store, people: dict[str, User]) -> None:
    add(store, "A", handmade.OWN_ID, 1, bad=True)
    add(store, "B", handmade.OWN_ID, 1)
    assert weeks(store, people["collector"], CARD)[-1].mine == CARD.full
    decide(store, people["inspector"], 1, "confirm")
    last = weeks(store, people["collector"], CARD)[-1]
    lost = CARD.cost("premature_disclosure", "major").points
    assert (last.calls, last.mine) == (2, CARD.full - lost / 2)
    decide(store, people["inspector"], 1, "dismiss")
    assert weeks(store, people["collector"], CARD)[-1].mine == CARD.full


def test_a_call_counts_in_the_week_in_which_it_began(store: Store, people: dict[str, User]) -> None:
    add(store, "NEW", handmade.OWN_ID, 1)
    add(store, "OLD", handmade.OWN_ID, 8)
    add(store, "TOO_OLD", handmade.OWN_ID, 7 * WEEKS + 1)
    past = weeks(store, people["collector"], CARD)
    assert [week.calls for week in past] == [0] * (WEEKS - 2) + [1, 1]
    assert [week.mine for week in past[:-2]] == [None] * (WEEKS - 2)
    assert mean(past) == CARD.full


def test_a_small_team_has_no_median(store: Store, people: dict[str, User]) -> None:
    add(store, "A", handmade.OWN_ID, 1)
    for number in range(1, LEAST_COLLEAGUES):
        assert weeks(store, people["collector"], CARD)[-1].team is None
        add(store, f"B{number}", f"90{number}", 1)
    assert weeks(store, people["collector"], CARD)[-1].team == CARD.full


def test_the_median_is_of_collectors_not_of_calls(store: Store, people: dict[str, User]) -> None:
    add(store, "A", handmade.OWN_ID, 1, bad=True)
    add(store, "B", "901", 1)
    for number in range(5):
        add(store, f"C{number}", "902", 1)
    decide(store, people["inspector"], 1, "confirm")
    last = weeks(store, people["collector"], CARD)[-1]
    assert last.mine is not None
    assert last.mine < CARD.full
    assert last.team == CARD.full
