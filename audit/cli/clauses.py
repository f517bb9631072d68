"""`rules list --regulations`: every clause, how well it was read and how far rules cover it."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from checks.regulation import STATUSES, Mapped


def clause_row(mapped: Mapped) -> dict[str, Any]:
    """A clause for a lawyer; its number only where it was read in the text."""
    clause = mapped.clause
    return {
        "regulation": clause.regulation,
        "title": clause.title,
        "number": clause.number,
        "text": clause.text,
        "mark": clause.mark,
        "status": mapped.status,
        "rules": list(mapped.rules),
        "in_force": mapped.in_force,
        "valid_from": str(mapped.valid_from or ""),
        "valid_to": str(mapped.valid_to or ""),
        "source": mapped.source,
        "note": mapped.note,
    }


def clause_line(mapped: Mapped) -> str:
    """The same in one line, without its regulation."""
    clause = mapped.clause
    note = f"（{mapped.note}）" if mapped.note else ""
    rules = f" → {', '.join(mapped.rules)}" if mapped.rules else ""
    facts = ", ".join(part for part in (clause.mark, mapped.status, days(mapped)) if part)
    return f"{clause.number}[{facts}] {clause.text}{note}{rules}"


def days(mapped: Mapped) -> str:
    """Days of the calls that it judges, "" for all."""
    return f"{mapped.valid_from or ''}~{mapped.valid_to or ''}".strip("~")


def coverage(clauses: Iterable[Mapped]) -> str:
    """How many clauses have which status."""
    count = Counter(mapped.status for mapped in clauses)
    return ", ".join(f"{count[status]} {status}" for status in STATUSES)
