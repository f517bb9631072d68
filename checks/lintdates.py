"""The days in regulations: in order, none before the text was in force, no two versions at once."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations
from typing import Any

from checks.lintshape import day

Laws = Mapping[str, Mapping[str, Any]]
"""Regulation files as read, by file name."""


def date_complaints(laws: Laws) -> Iterator[tuple[str, str, str]]:
    """(file, way to the field, complaint).

    A day that cannot be read is told by the lint of fields, not here.
    """
    for file, law in laws.items():
        yield from ((file, way, complaint) for way, complaint in _of_law(law))
    for (one, first), (other, second) in combinations(laws.items(), 2):
        if _name(first) == _name(second) and _overlap(_range(first), _range(second)):
            yield (
                other,
                "valid_from",
                f"judges the same days as {one}, another version of {_name(first)}",
            )


def _of_law(law: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    begins, ends = _range(law)
    if begins > ends:
        yield "valid_to", f"valid_to {ends} is before valid_from {begins}"
    in_force = law.get("in_force")
    if "valid_from" in law and not day(in_force) and begins < date.fromisoformat(str(in_force)):
        yield "valid_from", f"valid_from {begins} is before the day in force, {in_force}"
    for index, clause in enumerate(law.get("clauses", ())):
        if isinstance(clause, dict):
            first, last = _range({**law, **clause})
            if first > last and (first, last) != (begins, ends):
                told = f"clause {index + 1}: valid_to {last} is before valid_from {first}"
                yield f"clauses/{index}", told


def _name(law: Mapping[str, Any]) -> object:
    return law.get("version_of", law.get("id"))


def _range(law: Mapping[str, Any]) -> tuple[date, date]:
    return _day(law, "valid_from", date.min), _day(law, "valid_to", date.max)


def _day(law: Mapping[str, Any], name: str, absent: date) -> date:
    written = law.get(name)
    return absent if day(written) else date.fromisoformat(str(written))


def _overlap(one: tuple[date, date], other: tuple[date, date]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
