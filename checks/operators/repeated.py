"""`repeated` 上下文重复: the same speaker says nearly the same thing again.

`within`: at most so many turns of the call later. `at_least`: how alike, 0 to 1 (1 is the same
characters, punctuation apart). `times`: how often it is said in all, 2 or more; `min_chars`:
shorter turns do not count, since 嗯 and 您好 come again in every call.
"""

from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Any

from checks.answer import Answer, Match, from_matches
from checks.lexicon import Lexicons
from checks.operators.check import Check, whole_turns
from checks.params import count, number, only
from checks.scene import Scene
from checks.scope import Scope

# Set by hand: four of five characters in the same order, in sentences from six characters on.
_ALIKE, _LEAST_CHARACTERS = 0.8, 6


def prepare(params: Mapping[str, Any], _lexicons: Lexicons) -> Check:
    only(params, "repeated", "within", "at_least", "times", "min_chars")
    window = count(params, "within", 10)
    alike = number(params, "at_least", _ALIKE, high=1)
    times = count(params, "times", 2, low=2)
    shortest = count(params, "min_chars", _LEAST_CHARACTERS)

    def check(scene: Scene, scope: Scope) -> Answer:
        bare = {
            turn: "".join(filter(str.isalnum, scene.texts[turn.span.turn].plain))
            for turn in whole_turns(scene, scope)
        }
        long = {turn: text for turn, text in bare.items() if len(text) >= shortest}
        found: dict[Match, bool] = {}
        for first in long:
            again = [
                t for t in long if _again(scene, first, t, window) and _like(long, first, t, alike)
            ]
            if len(again) + 1 >= times:
                said = (first, *again)
                sure = sum(_surely_same(scene, first, turn) for turn in said) >= times
                found |= {turn: found.get(turn, False) or sure for turn in said}
        return from_matches(tuple(turn._replace(sure=sure) for turn, sure in found.items()))

    return check


def _again(scene: Scene, first: Match, later: Match, window: int) -> bool:
    """Whether a turn comes later, near enough, and may be of the same speaker."""
    if not 0 < later.span.turn - first.span.turn <= window:
        return False
    one, other = (scene.call.turns[turn.span.turn].speaker for turn in (first, later))
    return one == other or "unknown" in (one, other)


def _surely_same(scene: Scene, first: Match, later: Match) -> bool:
    """Nobody knows whether two turns of unknown speakers are of one."""
    speaker = scene.call.turns[first.span.turn].speaker
    same = scene.call.turns[later.span.turn].speaker == speaker != "unknown"
    return first.sure and later.sure and same


def _like(texts: Mapping[Match, str], one: Match, other: Match, alike: float) -> bool:
    matcher = SequenceMatcher(None, texts[one], texts[other], autojunk=False)
    return matcher.quick_ratio() >= alike and matcher.ratio() >= alike
