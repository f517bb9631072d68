"""Kleene's three-valued and / or / not over named conditions.

`when: a`, `when: {not: a}`, `when: {all: [a, {any: [b, c]}]}`, or the same as one line of text
(checks/expression.py): `when: a and (b or c)`.
"""

from collections.abc import Callable, Iterator
from typing import Any

from checks.answer import Truth, all_of, any_of
from checks.expression import parse
from transcribe.problem import Problem

When = str | dict[str, Any]


def read_when(raw: Any) -> When:
    """Take `when` as it was written; a Problem for a shape that is not and/or/not."""
    if isinstance(raw, str):
        return parse(raw)
    if not isinstance(raw, dict) or len(raw) != 1 or next(iter(raw)) not in ("all", "any", "not"):
        raise Problem("rule_when", f"cannot read {raw!r}", mend="use a name, all, any or not")
    ((operation, operand),) = raw.items()
    if operation == "not":
        return {"not": read_when(operand)}
    if not isinstance(operand, list) or not operand:
        raise Problem(
            "rule_when", f"{operation} holds no list", mend=f"write {operation}: [one, two]"
        )
    return {operation: [read_when(part) for part in operand]}


def evaluate(when: When, truth_of: Callable[[str], Truth]) -> Truth:
    """Evaluate what `read_when` gave; None only where the known parts do not already decide."""
    if isinstance(when, str):
        return truth_of(when)
    ((operation, operand),) = when.items()
    if operation == "not":
        inner = evaluate(operand, truth_of)
        return None if inner is None else not inner
    decide = any_of if operation == "any" else all_of
    return decide([evaluate(part, truth_of) for part in operand])


def names(when: When) -> Iterator[str]:
    """Every condition that `when` mentions."""
    if isinstance(when, str):
        yield when
        return
    ((operation, operand),) = when.items()
    for part in [operand] if operation == "not" else operand:
        yield from names(part)
