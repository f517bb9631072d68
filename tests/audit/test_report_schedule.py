"""Scheduled reports: each period once, by one worker, for what its owner may see."""

import json
from datetime import date, timedelta
from pathlib import Path
from threading import Thread

import handmade
import pytest
from handmade import code_of

from audit.clock import now
from audit.config import Settings
from audit.people import Profile, change_person
from audit.report.schedule import (
    add_schedule,
    last_period,
    list_made,
    list_schedules,
    made_file,
    make_due,
    stop_schedule,
)
from audit.review.decide import decide
from audit.store import Call, MadeReport, Store, User
from audit.store.summary import day_of
from checks.rulepack import load_pack


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data")


@pytest.mark.parametrize(
    ("every", "today", "period"),
    [
        ("day", "2026-03-01", ("2026-02-28", "2026-02-28")),
        ("week", "2026-11-27", ("2026-11-16", "2026-11-22")),
        ("week", "2026-11-23", ("2026-11-16", "2026-11-22")),
        ("month", "2026-03-31", ("2026-02-01", "2026-02-28")),
        ("month", "2026-01-01", ("2025-12-01", "2025-12-31")),
    ],
)
def test_the_last_whole_period(every: str, today: str, period: tuple[str, str]) -> None:
    found = last_period(every, date.fromisoformat(today))  # type: ignore[arg-type]
    assert tuple(map(str, found)) == period


def test_a_report_is_made_once_and_fetched(
    store: Store, people: dict[str, User], settings: Settings
) -> None:
    handmade.add_call(store, "A1", findings=[handmade.ABUSE])
    decide(store, people["inspector"], 1, "confirm")
    with store.writing() as session:
        session.query(Call).one().started_at = now() - timedelta(days=1)
    officer = people["officer"]
    made = add_schedule(store, officer, "day", "json")
    assert make_due(settings, store, load_pack()) == 1
    assert make_due(settings, store, load_pack()) == 0
    (report,) = list_made(store, officer)
    file = made_file(settings, store, officer, made.id, report.since)
    assert len(json.loads(file.read_text("utf-8"))["违规"]) == 1
    assert len(report.sha256) == 64
    assert list_made(store, people["lead"]) == []
    assert code_of(made_file, settings, store, people["lead"], made.id, report.since) == "not_found"


def test_two_workers_make_one(store: Store, people: dict[str, User], settings: Settings) -> None:
    add_schedule(store, people["officer"], "day", "csv")
    counts: list[int] = []
    both = [
        Thread(target=lambda: counts.append(make_due(settings, store, load_pack())))
        for _ in range(2)
    ]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert sorted(counts) == [0, 1]


def test_what_a_dead_worker_began_is_made_again(
    store: Store, people: dict[str, User], settings: Settings
) -> None:
    made = add_schedule(store, people["officer"], "day", "csv")
    yesterday = day_of(now()) - timedelta(days=1)
    with store.writing() as session:
        begun = now() - timedelta(hours=2)
        session.add(
            MadeReport(schedule_id=made.id, since=yesterday, until=yesterday, begun_at=begun)
        )
    assert make_due(settings, store, load_pack()) == 1


def test_stopped_and_gone_people_make_nothing(
    store: Store, people: dict[str, User], settings: Settings
) -> None:
    stop_schedule(store, people["officer"], add_schedule(store, people["officer"], "day", "csv").id)
    add_schedule(store, people["lead"], "day", "csv")
    change_person(store, people["admin"], people["lead"].id, Profile("lead", active=False))
    assert make_due(settings, store, load_pack()) == 0
    assert [s.user.name for s in list_schedules(store, people["officer"])] == ["lead"]


def test_what_is_refused(store: Store, people: dict[str, User]) -> None:
    assert code_of(add_schedule, store, people["officer"], "year", "csv") == "bad_schedule"
    assert code_of(add_schedule, store, people["officer"], "day", "doc") == "bad_schedule"
    assert code_of(add_schedule, store, people["inspector"], "day", "csv") == "forbidden"
    assert code_of(stop_schedule, store, people["officer"], 9) == "not_found"
