"""What the queue can be narrowed by: one table that pages, addresses and the API read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Dialect, String, cast, exists, extract, func, or_

from audit.clock import read_day
from audit.review.stages import Stage, condition, has_audit, has_finding
from audit.store import Assignment, Audit, Call, Finding, User
from audit.store.said import says
from audit.store.summary import begin_of
from transcribe.problem import Problem

Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Filters:
    """A tab of the queue, and values by the names in NAMES; what is empty filters nothing."""

    stage: Stage = "pending"
    values: Mapping[str, str] = field(default_factory=dict)


# Of one finding: those that are asked for together must hold of the same one.
OF_FINDING: Mapping[str, Callable[[str], Condition]] = {
    "rule": lambda rule: Finding.rule == rule,
    "severity": lambda severity: Finding.severity == severity,
    "status": lambda status: Finding.status == status,
    "found_by": lambda layer: cast(Finding.found_by, String).contains(f'"{layer}"'),
}
ANY = "any"
"""Of `undecided`: some rule, whichever."""
OF_CALL: Mapping[str, Callable[[str], Condition]] = {
    "text": lambda part: Call.call_id.icontains(part, autoescape=True),
    "client": lambda name: Call.client == name,
    "agency": lambda name: Call.agency == name,
    "team": lambda name: Call.team == name,
    "collector": lambda who: or_(Call.agent_id == who, Call.agent_name == who),
    "party": lambda party: func.coalesce(Call.called_party, "unknown") == party,
    "since": lambda day: Call.started_at >= _begin(day, "since"),
    "until": lambda day: Call.started_at < _begin(day, "until") + timedelta(days=1),
    "longer": lambda seconds: Call.duration_s >= _number(seconds, "longer"),
    "shorter": lambda seconds: Call.duration_s <= _number(seconds, "shorter"),
    "assigned": lambda name: exists().where(
        Assignment.call_id == Call.id, Assignment.user_id == User.id, User.name == name
    ),
    "undecided": lambda rule: has_audit(
        Audit.undecided != ","
        if rule == ANY
        else Audit.undecided.contains(f",{rule},", autoescape=True)
    ),
    "hour": lambda hour: extract("hour", Call.started_at) == (_number(hour, "hour") - 8) % 24,
}
SAID = "said"
"""What was said; how it is looked for depends on the database."""
NAMES = (SAID, *OF_FINDING, *OF_CALL)
PARTIES = ("debtor", "third_party", "guarantor", "unknown")


def conditions(filters: Filters, dialect: Dialect, **how: Any) -> list[Condition]:
    """All of them must hold; `how` as of `says`.

    Problem `bad_filter` for a day or number that is none.
    """
    asked = {name: value for name, value in filters.values.items() if value}
    found = [condition(filters.stage)]
    wanted = [of(asked[name]) for name, of in OF_FINDING.items() if name in asked]
    if wanted:
        found.append(has_finding(*wanted))
    found += [of(asked[name]) for name, of in OF_CALL.items() if name in asked]
    if SAID in asked:
        found.append(says(asked[SAID], dialect, **how))
    return found


def _begin(day: str, name: str) -> datetime:
    """Midnight in China: the calls of this product are made there (regulations.md)."""
    try:
        return begin_of(read_day(day))
    except ValueError as error:
        raise Problem(
            "bad_filter", f"{day!r} is no day", where=name, mend="write it as 2026-11-30"
        ) from error


def _number(seconds: str, name: str) -> float:
    try:
        return float(seconds)
    except ValueError as error:
        raise Problem(
            "bad_filter", f"{seconds!r} is no number of seconds", where=name, mend="write 90"
        ) from error
