"""Which clauses stand behind which rule: read from regulations/, the only place that maps them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from checks.judgment import Clause
from checks.lexicon import read_yaml
from transcribe.problem import Problem

MARKS = ("V", "V-t", "M")
"""V: text and number read; V-t: text read, number not; M: second-hand, number not to be trusted.
What is only general knowledge (R in regulations.md) stays out: no report could rest on it."""

STATUSES = ("automated", "partial", "manual")
"""How far the rules see a breach of the clause: wholly, in part, or a person alone does."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """A clause, the rules that it stands behind, and the days between which it is in force.

    `status` and `note` tell a lawyer how far these rules cover the clause.
    """

    clause: Clause
    rules: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None
    status: str = "automated"
    note: str = ""

    def in_force(self, on: date | None) -> bool:
        """Whether it held on that day; without a day, whether it holds until today's text."""
        if on is None:
            return self.valid_to is None
        after = self.valid_from is None or self.valid_from <= on
        return after and (self.valid_to is None or on <= self.valid_to)


def load_regulations(folder: Path) -> tuple[Mapped, ...]:
    """Read every file of `folder`; a Problem names the file and the field that is wrong."""
    return tuple(mapped for path in sorted(folder.glob("*.yaml")) for mapped in _read(path))


def _read(path: Path) -> list[Mapped]:
    try:
        return list(_clauses(read_yaml(path)))
    except KeyError as error:
        raise Problem(
            "rule_regulation",
            f"lacks the field {error.args[0]!r}",
            where=path.name,
            mend="add it; a neighbouring file shows its form",
        ) from error
    except ValueError as error:
        raise Problem(
            "rule_regulation", str(error), where=path.name, mend="correct that value"
        ) from error


def _clauses(raw: Mapping[str, Any]) -> Iterator[Mapped]:
    """Raise KeyError or ValueError for what is missing or wrong."""
    valid = _day(raw.get("valid_from")), _day(raw.get("valid_to"))
    for body in raw["clauses"]:
        mark = _one_of(MARKS, body["mark"])
        number = body.get("number", "") if mark == "V" else ""
        clause = Clause(raw["id"], raw["title"], number, body["text"], mark)
        status = _one_of(STATUSES, body["status"])
        yield Mapped(clause, tuple(body["rules"]), *valid, status, body.get("note", ""))


def _one_of(allowed: tuple[str, ...], value: str) -> str:
    if value not in allowed:
        raise ValueError(f"{value!r} is none of {', '.join(allowed)}")
    return value


def _day(raw: str | None) -> date | None:
    return date.fromisoformat(raw) if raw else None


def clauses_for(
    mapped: tuple[Mapped, ...], rule: str, started_at: datetime | None
) -> tuple[Clause, ...]:
    """The clauses behind `rule` in force on the call's own calendar day."""
    on = started_at.date() if started_at else None
    return tuple(m.clause for m in mapped if rule in m.rules and m.in_force(on))
