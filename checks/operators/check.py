"""The shape of a prepared operator and the steps that several operators share."""

from collections.abc import Callable, Iterable

from checks.answer import Answer, Match
from checks.judgment import Layer, Span
from checks.scene import Scene
from checks.scope import Scope

Check = Callable[[Scene, Scope], Answer]

NO_TURN = Span(-1, 0, 0)
"""The span of a match that rests on metadata, not on a turn."""


def admitted(matches: Iterable[Match], scene: Scene, scope: Scope) -> tuple[Match, ...]:
    """Keep the matches that stand where the scope ends at a place within a turn."""
    if scope.admits_all:
        return tuple(matches)
    return tuple([match for match in matches if scope.admits(scene, match)])


def whole_turns(scene: Scene, scope: Scope) -> tuple[Match, ...]:
    """Every turn of the scope as one match."""
    turns = [whole(scene, index, sure=sure) for index, sure in scope.turns_of(scene)]
    return admitted(turns, scene, scope)


def whole(scene: Scene, index: int, *, sure: bool = True, layer: Layer = Layer.DIALOGUE) -> Match:
    return Match(Span(index, 0, len(scene.call.turns[index].text)), layer, 1.0, sure)


def by_metadata(truth: bool) -> Answer:
    """What metadata alone decide."""
    return Answer(truth, (Match(NO_TURN, Layer.METADATA, 1.0),) if truth else ())
