"""Kleene's three-valued and / or / not over named conditions.

`when: a`, `when: {not: a}`, `when: {all: [a, {any: [b, c]}]}`.
"""

from collections.abc import Callable, Iterator
from typing import Any

from checks.answer import Truth
from transcribe.problem import Problem

When = str | dict[str, Any]


def evaluate(when: When, truth_of: Callable[[str], Truth]) -> Truth:
    """Evaluate `when`; None (unknown) only where the known parts do not already decide."""
    if isinstance(when, str):
        return truth_of(when)
    ((operation, operand),) = when.items()
    if operation == "not":
        inner = evaluate(operand, truth_of)
        return None if inner is None else not inner
    deciding = operation == "any"
    values = [evaluate(part, truth_of) for part in operand]
    if deciding in values:
        return deciding
    return None if None in values else not deciding


def names(when: When) -> Iterator[str]:
    """Every condition that `when` mentions; a Problem for a shape that is not and/or/not."""
    if isinstance(when, str):
        yield when
        return
    if (
        not isinstance(when, dict)
        or len(when) != 1
        or next(iter(when)) not in ("all", "any", "not")
    ):
        raise Problem("rule_when", f"cannot read {when!r}", mend="use a name, all, any or not")
    ((operation, operand),) = when.items()
    for part in [operand] if operation == "not" else operand:
        yield from names(part)
