"""Rectifications: opened after a confirmation, done by the owner, looked at by somebody else."""

from datetime import date, timedelta
from pathlib import Path

import handmade
import pytest
from handmade import code_of
from sqlalchemy import select, text

from audit.clock import now
from audit.remedy.rectify import (
    Plan,
    list_rectifications,
    load_rectification,
    open_rectification,
    overdue,
    steps_for,
    take_step,
)
from audit.report.export import export
from audit.report.request import request_of
from audit.review.decide import decide
from audit.store import JournalEntry, Store, User
from audit.store.summary import day_of
from checks.rulepack import load_pack
from transcribe.problem import Problem


@pytest.fixture
def plan(store: Store, people: dict[str, User]) -> Plan:
    handmade.add_call(store, "A1", agent_id=handmade.OWN_ID, findings=[handmade.ABUSE])
    decide(store, people["inspector"], 1, "confirm")
    due = day_of(now()) + timedelta(days=7)
    return Plan("文明用语", "情绪失控", "再培训并跟听三通", people["collector"].id, due, 1)


def test_from_open_to_accepted(store: Store, people: dict[str, User], plan: Plan) -> None:
    officer, owner = people["officer"], people["collector"]
    made = open_rectification(store, officer, plan)
    assert steps_for(owner, made) == ["done", "remark"]
    take_step(store, owner, made.id, "done", "已参加培训")
    waiting = load_rectification(store, officer, made.id)
    assert waiting.status == "done"
    assert steps_for(officer, waiting) == ["accepted", "returned", "remark"]
    assert steps_for(owner, waiting) == ["remark"]
    take_step(store, officer, made.id, "returned", "还缺跟听记录")
    take_step(store, owner, made.id, "done", "补上了")
    closed = take_step(store, people["lead"], made.id, "accepted", "跟听三通，语气改善")
    assert closed.status == "accepted"
    assert steps_for(officer, closed) == []
    assert [step.step for step in closed.steps] == [
        *("opened", "done", "returned", "done", "accepted")
    ]
    with store.reading() as session:
        bodies = "".join(session.scalars(select(JournalEntry.body)))
    assert '"rectification accepted"' in bodies
    assert "跟听" not in bodies


def test_nobody_accepts_the_own_work(store: Store, people: dict[str, User], plan: Plan) -> None:
    from dataclasses import replace

    made = open_rectification(store, people["officer"], replace(plan, owner=people["lead"].id))
    take_step(store, people["lead"], made.id, "done", "做了")
    assert code_of(take_step, store, people["lead"], made.id, "accepted", "好") == "forbidden"
    assert code_of(take_step, store, people["officer"], made.id, "done", "又") == "conflict"
    assert code_of(take_step, store, people["officer"], made.id, "accepted", " ") == "bad_note"


def test_who_sees_what(store: Store, people: dict[str, User], plan: Plan) -> None:
    made = open_rectification(store, people["officer"], plan)
    assert len(list_rectifications(store, people["collector"])) == 1
    assert list_rectifications(store, people["inspector"]) == []
    assert code_of(load_rectification, store, people["inspector"], made.id) == "not_found"
    assert code_of(open_rectification, store, people["inspector"], plan) == "forbidden"


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"title": " "}, "title"),
        ({"cause": ""}, "cause"),
        ({"action": "长" * 2001}, "action"),
        ({"due": date(2020, 1, 1)}, "due"),
    ],
)
def test_what_a_plan_needs(
    store: Store, people: dict[str, User], plan: Plan, change: dict[str, object], where: str
) -> None:
    from dataclasses import replace

    with pytest.raises(Problem) as told:
        open_rectification(store, people["officer"], replace(plan, **change))  # type: ignore[arg-type]
    assert (told.value.code, told.value.where) == ("bad_plan", where)


def test_only_what_a_person_confirmed_is_rectified(
    store: Store, people: dict[str, User], plan: Plan
) -> None:
    decide(store, people["inspector"], 1, "dismiss")
    assert code_of(open_rectification, store, people["officer"], plan) == "unconfirmed"


def test_a_past_day_is_overdue_until_done(
    store: Store, people: dict[str, User], plan: Plan
) -> None:
    made = open_rectification(store, people["officer"], plan)
    with store.writing() as session:
        session.execute(text("UPDATE rectification SET due = '2020-01-01'"))
    assert overdue(load_rectification(store, people["officer"], made.id))
    take_step(store, people["collector"], made.id, "done", "做了")
    assert not overdue(load_rectification(store, people["officer"], made.id))


def test_the_report_tells_of_it(
    store: Store, people: dict[str, User], plan: Plan, tmp_path: Path
) -> None:
    open_rectification(store, people["officer"], plan)
    file = tmp_path / "report.csv"
    period = request_of("2026-04-16", "2026-04-16")
    export(store, load_pack(), period, file, form="csv", by=people["officer"])
    told = file.read_text("utf-8")
    assert f"再培训并跟听三通（collector，{plan.due} 前，整改中）" in told
