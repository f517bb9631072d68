"""Which clauses stand behind which rule: read from regulations/, the only place that maps them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from checks.judgment import Clause
from checks.lexicon import read_yaml
from transcribe.problem import Problem

NOT_FOUND = "—"
MARKS = ("V", "V-t", "M", "R", NOT_FOUND)
"""How well a clause was read (regulations.md, section 0).

V: text and number read; V-t: text read, number not; M: second-hand; R: general knowledge only;
—: looked for and not found, so that no rule may rest on it. A number is printed for V alone.
"""

STATUSES = ("automated", "partial", "manual", "not_applicable")
"""How far the rules see a breach of the clause.

Wholly, in part, a person alone does, or it says nothing about a call (a visit, a letter)."""

UNRULED = ("manual", "not_applicable")

UNDATED = "通话缺少开始时间，按现行文本列出"


@dataclass(frozen=True, slots=True)
class Mapped:
    """A clause, the rules that it stands behind, and the days of the calls that it judges.

    `status` and `note` tell a lawyer how far these rules cover the clause; `source` where it was
    read, `in_force` the day that its text names, "unknown" where none was seen.
    """

    clause: Clause
    rules: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None
    status: str
    note: str
    source: str
    in_force: str

    def holds(self, on: date | None) -> bool:
        """Whether it judges a call of that day; without a day, whether its text is the last one."""
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
    for body in raw["clauses"]:
        mark = _one_of(MARKS, body["mark"])
        number = body.get("number", "") if mark == "V" else ""
        yield Mapped(
            Clause(raw["id"], raw["title"], number, body["text"], mark),
            tuple(body["rules"]),
            _day(body, raw, "valid_from"),
            _day(body, raw, "valid_to"),
            _one_of(STATUSES, body["status"]),
            body.get("note", ""),
            raw["source"],
            raw["in_force"],
        )


def _one_of(allowed: tuple[str, ...], value: str) -> str:
    if value not in allowed:
        raise ValueError(f"{value!r} is none of {', '.join(allowed)}")
    return value


def _day(body: Mapping[str, Any], raw: Mapping[str, Any], name: str) -> date | None:
    """The clause's own day (an amendment brought it in), else its regulation's."""
    day = body.get(name, raw.get(name))
    return date.fromisoformat(day) if day else None


def clauses_for(
    mapped: tuple[Mapped, ...], rule: str, started_at: datetime | None
) -> tuple[Clause, ...]:
    """The clauses behind `rule` that hold on the call's own calendar day.

    For a call without a start the latest text, with a note that says so.
    """
    on = started_at.date() if started_at else None
    held = (m.clause for m in mapped if rule in m.rules and m.holds(on))
    return tuple(held) if on else tuple(replace(clause, note=UNDATED) for clause in held)
