"""Figures of days: counted anew when calls change, and what they add up to."""

from datetime import date, timedelta

import handmade
import pytest
from sqlalchemy import select

from audit.dashboard.figures import board, newest_day
from audit.dashboard.refresh import refresh
from audit.people import Profile, change_person
from audit.report.request import request_of
from audit.review.decide import decide
from audit.review.undo import withdraw
from audit.store import Call, DayMark, Store, User
from audit.store.summary import begin_of, day_of
from transcribe.problem import Problem

DAY = request_of("2026-04-16", "2026-04-16")


@pytest.fixture
def calls(store: Store) -> list[int]:
    made = [
        handmade.add_call(store, "A", findings=[handmade.ABUSE, handmade.DISCLOSURE]),
        handmade.add_call(store, "B", findings=[handmade.ABUSE]),
        handmade.add_call(store, "C", findings=[handmade.DOUBT]),
        handmade.add_call(store, "D", status="parked"),
    ]
    with store.writing() as session:
        session.get_one(Call, made[1]).team = "二组"
    return made


def test_a_day_adds_up(store: Store, people: dict[str, User], calls: list[int]) -> None:
    decide(store, people["inspector"], 1, "confirm")
    decide(store, people["inspector"], 3, "dismiss")
    assert refresh(store) == 1
    made = board(store, people["officer"], DAY)
    assert (made.calls, made.total.audited, made.parked, made.coverage) == (4, 3, 1, 0.75)
    assert dict(made.total.found) == {
        "confirmed": 1, "suspected": 1, "dismissed": 1, "doubtful": 1,
    }  # fmt: skip
    assert made.total.per_thousand == pytest.approx(333.3)
    assert made.total.overturned == 0.5
    abuse = made.by["rule"]["abuse"]
    assert (abuse.confirmed, abuse.found["dismissed"], abuse.audited) == (1, 1, 3)
    assert made.by["team"]["二组"].audited == 1
    assert made.by["hour"]["22"].confirmed == 1
    assert made.by["collector"]["5188|陈静怡"].confirmed == 1
    assert made.repeated == []
    assert not made.stale


def test_two_calls_with_violations_make_a_repeat_offender(
    store: Store, people: dict[str, User], calls: list[int]
) -> None:
    for finding in (1, 2, 3):
        decide(store, people["inspector"], finding, "confirm")
    refresh(store)
    assert board(store, people["officer"], DAY).repeated == [("5188|陈静怡", 2)]


def test_whatever_changes_a_day_marks_it(
    store: Store, people: dict[str, User], calls: list[int]
) -> None:
    refresh(store)
    assert refresh(store) == 0
    for change in (
        lambda: decide(store, people["inspector"], 1, "confirm"),
        lambda: withdraw(store, people["inspector"], 1),
        lambda: handmade.add_call(store, "E"),
    ):
        change()
        assert board(store, people["officer"], DAY).stale
        assert refresh(store) == 1
    assert board(store, people["officer"], DAY).calls == 5


def test_a_change_while_a_day_is_counted_is_not_lost(
    store: Store, people: dict[str, User], calls: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    from audit.dashboard import refresh as module

    replace = module._replace

    def slowly(*given: object) -> None:
        monkeypatch.setattr(module, "_replace", replace)
        replace(*given)  # type: ignore[arg-type]

    counted = module._counts

    def meanwhile(*given: object) -> object:
        told = counted(*given)  # type: ignore[arg-type]
        monkeypatch.setattr(module, "_counts", counted)
        decide(store, people["inspector"], 1, "confirm")
        return told

    monkeypatch.setattr(module, "_replace", slowly)
    monkeypatch.setattr(module, "_counts", meanwhile)
    refresh(store)
    assert board(store, people["officer"], DAY).total.confirmed == 0
    assert refresh(store) == 1
    assert board(store, people["officer"], DAY).total.confirmed == 1


def test_large_days_are_left_to_a_worker(store: Store, calls: list[int]) -> None:
    assert refresh(store, most_calls=3) == 0
    assert refresh(store, most_calls=4) == 1
    with store.reading() as session:
        assert session.scalars(select(DayMark)).all() == []


def test_a_call_without_a_time_is_in_no_day(store: Store) -> None:
    call = handmade.add_call(store, "A")
    with store.writing() as session:
        session.get_one(Call, call).started_at = None
    refresh(store)
    assert newest_day(store) is None


def test_scopes_and_roles(store: Store, people: dict[str, User], calls: list[int]) -> None:
    refresh(store)
    limited = Profile("officer", teams=("二组",))
    officer = change_person(store, people["admin"], people["officer"].id, limited)
    assert board(store, officer, DAY).calls == 1
    assert (
        board(store, people["lead"], request_of("2026-04-16", "2026-04-16", team="二组")).calls == 1
    )
    with pytest.raises(Problem, match="may not"):
        board(store, people["inspector"], DAY)


def test_days_are_those_of_china(store: Store) -> None:
    day = date(2026, 4, 16)
    first = begin_of(day)
    assert first.isoformat() == "2026-04-15T16:00:00+00:00"
    assert day_of(first) == day
    assert day_of(first - timedelta(seconds=1)) == date(2026, 4, 15)
