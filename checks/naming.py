"""The names of a rule's conditions: each is defined, used, and none hangs on itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from transcribe.problem import Problem

if TYPE_CHECKING:
    from checks.rule import Condition


def check_names(conditions: Mapping[str, Condition], **used: Iterable[str]) -> None:
    """Refuse undefined, unused and circular names; `used` is names by the field that holds them."""
    around = {name: c.scope.conditions for name, c in conditions.items() if c.scope.conditions}
    named: set[str] = set()
    for field, listed in used.items():
        named |= _defined(field, set(listed), conditions)
    for name, others in around.items():
        named |= _defined(f"conditions/{name}/scope", others, conditions)
    for name in around:
        _refuse_circle((name,), around)
    if unused := sorted(set(conditions) - named):
        raise Problem(
            "rule_when",
            f"conditions {unused} are never used",
            where=f"conditions/{unused[0]}",
            mend="delete them",
        )


def _defined(field: str, listed: set[str], conditions: Mapping[str, Condition]) -> set[str]:
    if wrong := sorted(listed - set(conditions)):
        raise Problem(
            "rule_when",
            f"conditions {wrong} are not defined",
            where=field,
            mend="define them under conditions: or correct the name",
        )
    return listed


def _refuse_circle(way: tuple[str, ...], around: Mapping[str, set[str]]) -> None:
    for following in sorted(around.get(way[-1], ())):
        if following in way:
            raise Problem(
                "rule_circle",
                f"conditions {[*way, following]} look near each other in a circle",
                where=f"conditions/{way[0]}",
                mend="let one of them look at the whole call",
            )
        _refuse_circle((*way, following), around)
