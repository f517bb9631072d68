"""Which clauses stand behind which rule: read from regulations/, the only place that maps them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from checks.judgment import Clause
from checks.lexicon import read_yaml
from transcribe.problem import Problem

MARKS = ("V", "V-t", "M", "R")
"""V: text and number read; V-t: text read, number not; M: second-hand; R: general knowledge."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """A clause, the rules that it stands behind, and the days between which it is in force."""

    clause: Clause
    rules: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None

    def in_force(self, on: date | None) -> bool:
        """Whether it held on that day; without a day, whether it holds until today's text."""
        if on is None:
            return self.valid_to is None
        after = self.valid_from is None or self.valid_from <= on
        return after and (self.valid_to is None or on <= self.valid_to)


def load_regulations(folder: Path) -> tuple[Mapped, ...]:
    return tuple(
        mapped for path in sorted(folder.glob("*.yaml"))
        for mapped in _read(path, read_yaml(path))
    )


def _read(path: Path, raw: Mapping[str, Any]) -> Iterator[Mapped]:
    for body in raw["clauses"]:
        mark = body["mark"]
        if mark not in MARKS:
            raise Problem("rule_regulation", f"mark {mark!r} is none of {MARKS}", where=path.name,
                          mend="see regulations.md section 0")
        number = body.get("number", "") if mark == "V" else ""
        clause = Clause(raw["id"], raw["title"], number, body["text"], mark)
        yield Mapped(clause, tuple(body["rules"]),
                     _day(raw.get("valid_from")), _day(raw.get("valid_to")))


def _day(raw: str | None) -> date | None:
    return date.fromisoformat(raw) if raw else None


def clauses_for(
    mapped: tuple[Mapped, ...], rule: str, started_at: datetime | None
) -> tuple[Clause, ...]:
    """The clauses behind `rule` in force on the call's own calendar day."""
    on = started_at.date() if started_at else None
    return tuple(m.clause for m in mapped if rule in m.rules and m.in_force(on))
