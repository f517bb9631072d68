"""`speaks`: how many turns the scope holds; its matches are those turns, whole.

`at_least` and `at_most`: 话轮数. A turn whose speaker is unknown may or may not count.
"""

from collections.abc import Mapping
from typing import Any

from checks.answer import Answer, Truth, all_of
from checks.lexicon import Lexicons
from checks.operators.check import Check, whole_turns
from checks.params import limits, one_at_least, only
from checks.scene import Scene
from checks.scope import Scope


def prepare(params: Mapping[str, Any], _lexicons: Lexicons) -> Check:
    only(params, "speaks", "at_least", "at_most")
    one_at_least(params, "speaks", "at_least", "at_most")
    least, most = limits(params, "at_least", "at_most", whole=True)

    def check(scene: Scene, scope: Scope) -> Answer:
        turns = whole_turns(scene, scope)
        sure = tuple(turn for turn in turns if turn.sure)
        truth = inside(len(sure), len(turns), least, most)
        if truth is None:
            return Answer(None, turns, "speaker")
        unsure = tuple(turn for turn in turns if not turn.sure)
        return Answer(True, sure, maybe=unsure) if truth else Answer(False)

    return check


def inside(low: float, high: float, least: float, most: float) -> Truth:
    """Whether a value known to lie from `low` to `high` lies from `least` to `most`."""

    def above(limit: float) -> Truth:
        return True if low >= limit else False if high < limit else None

    def below(limit: float) -> Truth:
        return True if high <= limit else False if low > limit else None

    return all_of((above(least), below(most)))
