"""`similar`: turns of the scope that mean about the same as one of the example sentences.

`to`: the sentences; `at_least`: the cosine of the two sentence vectors, 0 to 1, from which a turn
counts; it depends on the model, so try it on calls. Where the meaning layer is off it stays open.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from checks.answer import Answer, Match, from_matches
from checks.finder import phrases
from checks.judgment import Layer
from checks.lexicon import Lexicons
from checks.operators.check import Check, admitted, whole
from checks.params import number, only
from checks.scene import Scene
from checks.scope import Scope


def prepare(params: Mapping[str, Any], _lexicons: Lexicons) -> Check:
    only(params, "similar", "to", "at_least")
    examples = phrases(params["to"], "to")
    limit = number(params, "at_least", high=1)

    def check(scene: Scene, scope: Scope) -> Answer:
        if not scene.call.turns:
            return Answer(False)
        near = scene.meaning.nearness(examples)
        if near is None:
            return Answer(None, missing="meaning")
        return from_matches(admitted(_matches(near, limit, scene, scope), scene, scope))

    return check


def _matches(near: Sequence[float], limit: float, scene: Scene, scope: Scope) -> Iterator[Match]:
    for index, sure in scope.turns_of(scene):
        if near[index] >= limit:
            turn = whole(scene, index, sure=sure, layer=Layer.MEANING)
            yield Match(turn.span, turn.layer, near[index], sure)
