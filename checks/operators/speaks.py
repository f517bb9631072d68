"""`speaks`: a side speaks at least so many times; its matches are those turns, whole."""

from collections.abc import Mapping
from typing import Any

from checks.answer import Answer, Match
from checks.judgment import Layer, Span
from checks.lexicon import Lexicons
from checks.operators.check import Check, admitted, only
from checks.scene import Scene
from checks.scope import Scope


def prepare(params: Mapping[str, Any], _lexicons: Lexicons) -> Check:
    only(params, "speaks", "at_least")
    needed = int(params["at_least"])

    def check(scene: Scene, scope: Scope) -> Answer:
        whole = (_whole(scene, index, sure) for index, sure in scope.turns_of(scene))
        matches = admitted(whole, scene, scope)
        known = sum(match.sure for match in matches)
        if known >= needed:
            return Answer(True, tuple(match for match in matches if match.sure))
        return Answer(None, matches, "speaker") if len(matches) >= needed else Answer(False)

    return check


def _whole(scene: Scene, index: int, sure: bool) -> Match:
    span = Span(index, 0, len(scene.call.turns[index].text))
    return Match(span, Layer.DIALOGUE, 1.0, sure)
