"""Reads an operator's parameters, which are strings; a Problem names the one that is wrong."""

from collections.abc import Mapping
from math import inf, isfinite
from typing import Any

from transcribe.problem import Problem

Params = Mapping[str, Any]


def only(params: Params, operator: str, *allowed: str) -> None:
    """Refuse a parameter that the operator does not know: a typing error must not pass silently."""
    unknown = sorted(set(params) - set(allowed))
    if unknown:
        raise Problem(
            "rule_operator",
            f"operator {operator} knows no {unknown}",
            where=unknown[0],
            mend=f"use {list(allowed)}" if allowed else "it has no parameters",
        )


def one_at_least(params: Params, operator: str, *names: str) -> None:
    """Refuse a condition that asks for nothing."""
    if not set(params) & set(names):
        raise Problem(
            "rule_operator",
            f"operator {operator} asks for nothing",
            mend=f"give one of {list(names)}",
        )


def one_of(params: Params, name: str, allowed: tuple[str, ...], default: str = "") -> str:
    """A word from a list; the default may be a word that nobody can write."""
    value = params.get(name, default) if default else params[name]
    if value != default and value not in allowed:
        raise Problem(
            "rule_operator",
            f"{name} {value!r} is none of {', '.join(allowed)}",
            where=name,
            mend="use one of them",
        )
    return str(value)


def number(
    params: Params, name: str, default: float | None = None, *, low: float = 0, high: float = inf
) -> float:
    """A number from `low` to `high`; KeyError where it is missing and has no default."""
    raw = params.get(name, default) if default is not None else params[name]
    try:
        value = float(raw)
    except (TypeError, ValueError):
        value = inf
    if not isfinite(value) or not low <= value <= high:
        limits = f"from {low:g} to {high:g}" if isfinite(high) else f"of {low:g} or more"
        raise Problem(
            "rule_number", f"{name} {raw!r} is no number {limits}", where=name, mend="correct it"
        )
    return value


def count(params: Params, name: str, default: int | None = None, *, low: int = 1) -> int:
    """A whole number of `low` or more."""
    value = number(params, name, default, low=low)
    if value != int(value):
        raise Problem(
            "rule_number", f"{name} {params[name]!r} is no whole number", where=name,
            mend="correct it",
        )  # fmt: skip
    return int(value)


def limits(
    params: Params, low_name: str, high_name: str, *, high: float = inf, whole: bool = False
) -> tuple[float, float]:
    """Two numbers between which a value must lie: -inf and inf where they are not given."""
    read = (
        (lambda name: count(params, name, low=0))
        if whole
        else (lambda name: number(params, name, high=high))
    )
    least = read(low_name) if low_name in params else -inf
    most = read(high_name) if high_name in params else inf
    if least > most:
        raise Problem(
            "rule_number",
            f"{low_name} {least:g} and {high_name} {most:g} leave no value",
            where=low_name,
            mend="correct one of them",
        )
    return least, most


def flag(params: Params, name: str) -> bool:
    """True or false in small letters; false where it is not given."""
    return one_of(params, name, ("true", "false"), "false") == "true"
