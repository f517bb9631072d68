"""The shape of a prepared operator and the two steps that several operators share."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from checks.answer import Answer, Match
from checks.scene import Scene
from checks.scope import Scope
from transcribe.problem import Problem

Check = Callable[[Scene, Scope], Answer]


def only(params: Mapping[str, Any], operator: str, *allowed: str) -> None:
    """Refuse a parameter that the operator does not know: a typing error must not pass silently."""
    unknown = sorted(set(params) - set(allowed))
    if unknown:
        raise Problem(
            "rule_operator", f"operator {operator} knows no {unknown}", mend=f"use {list(allowed)}"
        )


def admitted(matches: Iterable[Match], scene: Scene, scope: Scope) -> tuple[Match, ...]:
    """Keep the matches that stand before the act which closes the scope."""
    return tuple(match for match in matches if scope.admits(scene, match))
