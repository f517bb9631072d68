"""`overlap`: a turn of the scope begins while somebody else still speaks: 抢话, 插话.

`longer_than`: seconds in which both speak, from which it counts (a short 嗯 is no interruption);
`grace`: seconds before the other's end in which one may begin. `times`: how many there must be.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from checks.answer import Answer, Match, from_matches
from checks.lexicon import Lexicons
from checks.operators.check import Check, whole_turns
from checks.params import count, number, only
from checks.scene import Scene
from checks.scope import Scope
from checks.timing import timed
from transcribe.transcript import Turn


def prepare(params: Mapping[str, Any], _lexicons: Lexicons) -> Check:
    only(params, "overlap", "longer_than", "grace", "times")
    least, grace = number(params, "longer_than", 0), number(params, "grace", 0)
    times = count(params, "times", 1)

    def check(scene: Scene, scope: Scope) -> Answer:
        turns = whole_turns(scene, scope)
        found = tuple(match for turn in turns for match in _interrupting(turn, scene, least, grace))
        untimed = any(not timed(scene.call.turns[match.span.turn]) for match in found)
        return from_matches(found, "times" if untimed else "speaker", times=times)

    return check


def _interrupting(match: Match, scene: Scene, least: float, grace: float) -> Iterator[Match]:
    """The turn, unsure where it is not known that somebody else was speaking."""
    index = match.span.turn
    turn, earlier = scene.call.turns[index], scene.call.turns[:index]
    if not timed(turn):
        if any(_another(other, turn) for other in earlier):
            yield match._replace(sure=False)
        return
    spoken_into = [
        other
        for other in earlier
        if _another(other, turn)
        and other.end - turn.start > grace
        and min(other.end, turn.end) - turn.start > least
    ]
    if spoken_into:
        known = turn.speaker != "unknown" and any(o.speaker != "unknown" for o in spoken_into)
        yield match._replace(sure=match.sure and known)


def _another(other: Turn, turn: Turn) -> bool:
    """Whether two turns have, or may have, two speakers."""
    return other.speaker != turn.speaker or turn.speaker == "unknown"
