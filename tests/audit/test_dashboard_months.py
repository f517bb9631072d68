"""Past months added up: the same figures as from their days, and gone when a day changes."""

from datetime import date, timedelta

import handmade
import pytest
from sqlalchemy import func, select

from audit.clock import now
from audit.dashboard.figures import Board, board
from audit.dashboard.months import last_of, month_of, roll_up, whole_months
from audit.dashboard.refresh import refresh
from audit.report.request import request_of
from audit.review.decide import decide
from audit.store import Call, DaySummary, MonthSummary, Store, User

WHOLE = request_of("2026-03-20", "2026-06-10")
APRIL = request_of("2026-04-01", "2026-04-30")


@pytest.fixture
def calls(store: Store) -> None:
    """On several days of April, one in March and one in May, of two teams."""
    for number, days in enumerate((0, 0, 3, 7, -30, 20)):
        call = handmade.add_call(store, f"C{number}", findings=[handmade.ABUSE])
        with store.writing() as session:
            made = session.get_one(Call, call)
            assert made.started_at is not None
            made.started_at += timedelta(days=days)
            made.team = f"{number % 2}组"
    refresh(store)


def months(store: Store) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(MonthSummary)) or 0


def told(made: Board) -> dict[str, object]:
    return {
        "calls": made.calls,
        "found": dict(made.total.found),
        "repeated": sorted(made.repeated),
        "by": {
            by: {key: (line.audited, dict(+line.found)) for key, line in lines.items()}
            for by, lines in made.by.items()
        },
    }


def test_whole_months() -> None:
    assert list(whole_months(date(2026, 1, 2), date(2026, 4, 29))) == [
        date(2026, 2, 1), date(2026, 3, 1),
    ]  # fmt: skip
    assert list(whole_months(date(2026, 2, 1), date(2026, 2, 28))) == [date(2026, 2, 1)]
    assert list(whole_months(date(2026, 2, 2), date(2026, 2, 28))) == []
    assert last_of(date(2028, 2, 1)) == date(2028, 2, 29)


@pytest.mark.parametrize("request_", [WHOLE, APRIL])
def test_months_give_the_figures_of_their_days(
    store: Store, people: dict[str, User], calls: None, request_: object
) -> None:
    decide(store, people["inspector"], 1, "confirm")
    decide(store, people["inspector"], 2, "confirm")
    refresh(store)
    by_days = told(board(store, people["officer"], request_))  # type: ignore[arg-type]
    assert [roll_up(store) for _ in range(4)] == [1, 1, 1, 0]
    assert months(store) == 4  # two teams in April, one in March and one in May
    assert told(board(store, people["officer"], request_)) == by_days  # type: ignore[arg-type]


def test_a_changed_day_takes_its_month_along(
    store: Store, people: dict[str, User], calls: None
) -> None:
    while roll_up(store):
        pass
    decide(store, people["inspector"], 1, "confirm")
    assert roll_up(store) == 0  # April waits to be counted, and is still as it was
    refresh(store)
    assert months(store) == 2
    assert board(store, people["officer"], WHOLE).total.confirmed == 1
    assert roll_up(store) == 1
    assert board(store, people["officer"], WHOLE).total.confirmed == 1


def test_the_present_month_is_not_over(store: Store, people: dict[str, User]) -> None:
    call = handmade.add_call(store, "now")
    with store.writing() as session:
        session.get_one(Call, call).started_at = now()
    refresh(store)
    with store.reading() as session:
        assert session.scalars(select(DaySummary.day)).one() >= month_of(now().date())
    assert roll_up(store) == 0


def test_a_lead_of_one_team_sees_that_team(
    store: Store, people: dict[str, User], calls: None
) -> None:
    lead = people["lead"]
    lead.teams = ["1组"]
    before = told(board(store, lead, WHOLE))
    while roll_up(store):
        pass
    assert told(board(store, lead, WHOLE)) == before
    assert before["calls"] == 3
