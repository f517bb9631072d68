"""`meaning`: turns of the scope that show a rule or speech act by what they mean (checks/meaning).

`shows` names it; `words` are phrases that speak for it (checks/finder.py): checks/layers.py says
how both decide. `at_least` is a probability in place of that rule; words have no say then. Where
the layer is off words decide alone, and `status` says so.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from checks.answer import Answer, Match, from_matches
from checks.finder import NOTHING_SAID, Finder
from checks.judgment import Layer, Span
from checks.layers import Weighed, weigh
from checks.lexicon import Lexicons
from checks.meaning.labels import LABELS
from checks.operators.check import Check, admitted
from checks.params import number, only
from checks.scene import Scene
from checks.scope import Scope
from transcribe.problem import Problem

DOUBT = "doubt"
"""What an answer lacks that rests on doubtful turns alone (checks/reasons.py)."""


def prepare(params: Mapping[str, Any], lexicons: Lexicons) -> Check:
    only(params, "meaning", "shows", "words", "at_least")
    label = params["shows"]
    if label not in LABELS:
        raise Problem(
            "rule_operator",
            f"the meaning layer knows no {label!r}",
            where="shows",
            mend=f"use one of {sorted(LABELS)}",
        )
    finder = Finder.read(params["words"], lexicons) if "words" in params else None
    at_least = number(params, "at_least", high=1) if "at_least" in params else None

    def check(scene: Scene, scope: Scope) -> Answer:
        possible = finder.possible(scene.texts) if finder else ()
        seen = [
            (sure, _look(label, index, at_least, finder if index in possible else None, scene))
            for index, sure in scope.turns_of(scene)
        ]
        found = [m if sure else replace(m, sure=False) for sure, turn in seen for m in turn.matches]
        answer = from_matches(admitted(found, scene, scope))
        if answer.truth is not False:
            return answer
        doubtful = [replace(m, sure=False) for _sure, turn in seen for m in turn.doubtful]
        return from_matches(admitted(doubtful, scene, scope), DOUBT)

    return check


def _look(
    label: str, index: int, at_least: float | None, finder: Finder | None, scene: Scene
) -> Weighed:
    length = len(scene.call.turns[index].text)
    if at_least is not None:
        known = scene.meaning.known(label)
        p = known.probabilities[index] if known else -1.0
        return Weighed((Match(Span(index, 0, length), Layer.MEANING, p),) if p >= at_least else ())
    said = finder.look(scene.texts[index], index, scene.call) if finder else NOTHING_SAID
    return weigh(label, index, length, said, scene.meaning)
