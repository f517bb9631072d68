"""`similar`: turns of the scope that mean about the same as one of the example sentences.

`to`: the sentences; `at_least`: the cosine of the two sentence vectors, 0 to 1, from which a turn
counts; it depends on the model, so try it on calls. Where the meaning layer is off it stays open.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from checks.answer import Answer, Match, from_matches
from checks.finder import phrases
from checks.judgment import Layer
from checks.lexicon import Lexicons
from checks.operators.check import Check, admitted, whole
from checks.params import number, only
from checks.scene import Scene
from checks.scope import Scope

Rows = NDArray[np.floating[Any]]
"""One vector a row."""


class Vectors(Protocol):
    """What `similar` needs of a call's reading (checks/meaning); None where the layer is off."""

    def vectors(self) -> Rows | None:
        """One row a turn."""

    def vectors_of(self, sentences: Sequence[str]) -> Rows | None:
        """One row a sentence."""


def prepare(params: Mapping[str, Any], _lexicons: Lexicons) -> Check:
    only(params, "similar", "to", "at_least")
    examples = phrases(params["to"], "to")
    limit = number(params, "at_least", high=1)

    def check(scene: Scene, scope: Scope) -> Answer:
        if not scene.call.turns:
            return Answer(False)
        reading = cast(Vectors, scene.meaning)
        turns, wanted = reading.vectors(), reading.vectors_of(examples)
        if turns is None or wanted is None:
            return Answer(None, missing="meaning")
        best = (_unit(turns) @ _unit(wanted).T).max(axis=1)
        return from_matches(admitted(_matches(best, limit, scene, scope), scene, scope))

    return check


def _matches(best: Rows, limit: float, scene: Scene, scope: Scope) -> Iterator[Match]:
    for index, sure in scope.turns_of(scene):
        cosine = round(float(best[index]), 4)
        if cosine >= limit:
            turn = whole(scene, index, sure=sure, layer=Layer.MEANING)
            yield Match(turn.span, turn.layer, cosine, sure)


def _unit(rows: Rows) -> Rows:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-12))
