"""`speech_rate`: characters a minute of each turn, or of all turns of the scope together.

`faster_than` or `slower_than`; `of`: turn (the default) or side; `min_chars`: shorter turns do not
count, as the times of a 嗯 say nothing. Punctuation does not count.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from checks.answer import Answer, Match, from_matches
from checks.lexicon import Lexicons
from checks.operators.check import Check, whole_turns
from checks.operators.speaks import inside
from checks.params import count, limits, one_at_least, one_of, only
from checks.scene import Scene
from checks.scope import Scope
from checks.timing import timed

# Set by hand: below, the rounding of the times to tenths is a large part of the turn's length.
_LEAST_CHARACTERS = 5

Spoken = tuple[int, float]
"""Characters and the seconds in which they were said."""


def prepare(params: Mapping[str, Any], _lexicons: Lexicons) -> Check:
    only(params, "speech_rate", "faster_than", "slower_than", "of", "min_chars")
    one_at_least(params, "speech_rate", "faster_than", "slower_than")
    least, most = limits(params, "faster_than", "slower_than")
    whole = one_of(params, "of", ("side",), "turn") == "side"
    shortest = count(params, "min_chars", _LEAST_CHARACTERS)

    def check(scene: Scene, scope: Scope) -> Answer:
        turns = tuple(
            turn for turn in whole_turns(scene, scope) if _characters(scene, turn) >= shortest
        )
        untimed = any(_spoken(scene, turn) is None for turn in turns)
        missing = "times" if untimed else "speaker"
        if not whole:
            return from_matches(_each(turns, scene, least, most), missing)
        return _together(turns, scene, least, most, missing)

    return check


def _characters(scene: Scene, match: Match) -> int:
    return sum(c.isalnum() for c in scene.texts[match.span.turn].plain)


def _spoken(scene: Scene, match: Match) -> Spoken | None:
    turn = scene.call.turns[match.span.turn]
    return (_characters(scene, match), turn.end - turn.start) if timed(turn) else None


def _each(turns: Iterable[Match], scene: Scene, least: float, most: float) -> tuple[Match, ...]:
    found = []
    for turn in turns:
        spoken = _spoken(scene, turn)
        if spoken is None:
            found.append(turn._replace(sure=False))
        elif inside(rate := _rate([spoken]), rate, least, most):
            found.append(turn)
    return tuple(found)


def _together(
    turns: tuple[Match, ...], scene: Scene, least: float, most: float, missing: str
) -> Answer:
    """The rate lies between those with the slowest and with the fastest unsure turns."""
    spoken = [(turn.sure, _spoken(scene, turn)) for turn in turns]
    sure = [said for known, said in spoken if known and said]
    unsure = [said for known, said in spoken if not known and said]
    if not turns or any(said is None for _known, said in spoken):
        return Answer(None, turns, missing) if turns else Answer(False)
    low, high = (_extreme(sure, unsure, sign) for sign in (-1, 1))
    truth = inside(low, high, least, most)
    if truth and not sure:
        truth = None
    if truth is None:
        return Answer(None, turns, missing)
    return Answer(truth, tuple(turn for turn in turns if truth and turn.sure))


def _extreme(sure: list[Spoken], unsure: list[Spoken], sign: int) -> float:
    """The highest (sign 1) or lowest (-1) rate that any choice of the unsure turns leads to."""
    chosen = list(sure)
    for spoken in sorted(unsure, key=lambda one: -sign * _rate([one])):
        if not chosen or sign * _rate([*chosen, spoken]) > sign * _rate(chosen):
            chosen.append(spoken)
    return _rate(chosen)


def _rate(spoken: list[Spoken]) -> float:
    """Characters a minute."""
    return 60 * sum(c for c, _ in spoken) / sum(seconds for _, seconds in spoken)
