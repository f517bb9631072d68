"""`meaning`: turns of the scope that show a rule or speech act by what they mean (checks/meaning).

`shows` names it, `at_least` is a probability in place of the model's own threshold. Where the
layer is off it finds nothing: the other layers decide alone, and `status` says so.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from checks.answer import Answer, Match, from_matches
from checks.judgment import Layer, Span
from checks.lexicon import Lexicons
from checks.meaning.labels import LABELS
from checks.operators.check import Check, admitted
from checks.params import number, only
from checks.scene import Scene
from checks.scope import Scope
from transcribe.problem import Problem


def prepare(params: Mapping[str, Any], _lexicons: Lexicons) -> Check:
    only(params, "meaning", "shows", "at_least")
    label = params["shows"]
    if label not in LABELS:
        raise Problem(
            "rule_operator",
            f"the meaning layer knows no {label!r}",
            mend=f"use one of {sorted(LABELS)}",
        )
    at_least = number(params, "at_least", high=1) if "at_least" in params else None

    def check(scene: Scene, scope: Scope) -> Answer:
        found = _matches(label, at_least, scene, scope)
        return from_matches(admitted(found, scene, scope))

    return check


def _matches(label: str, at_least: float | None, scene: Scene, scope: Scope) -> Iterator[Match]:
    shown = scene.meaning.shown(label, at_least)
    for index, sure in scope.turns_of(scene):
        if index in shown:
            span = Span(index, 0, len(scene.call.turns[index].text))
            yield Match(span, Layer.MEANING, shown[index], sure)
