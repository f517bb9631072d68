"""`silence`: nobody speaks for longer than so many seconds before a turn of the scope.

The scope's speaker is the one who should have spoken and at last did. `answering: "true"` counts
only a silence after the other side spoke, so not a pause within one side's speech. `times`: how
many silences there must be.
"""

from collections.abc import Mapping
from typing import Any

from checks.answer import Answer, Match, from_matches
from checks.call import Call
from checks.lexicon import Lexicons
from checks.operators.check import Check, whole_turns
from checks.params import count, flag, number, only
from checks.scene import Scene
from checks.scope import Scope
from checks.timing import silence_before


def prepare(params: Mapping[str, Any], _lexicons: Lexicons) -> Check:
    only(params, "silence", "longer_than", "answering", "times")
    limit, times = number(params, "longer_than"), count(params, "times", 1)
    answering = flag(params, "answering")

    def check(scene: Scene, scope: Scope) -> Answer:
        found, missing = [], "speaker"
        for turn in whole_turns(scene, scope):
            gap = silence_before(scene.call, turn.span.turn)
            missing = "times" if gap is None else missing
            if gap is None or gap > limit:
                found.append(turn._replace(sure=turn.sure and gap is not None))
        if answering:
            found = [m for turn in found if (m := _after_the_other(scene.call, turn))]
        return from_matches(tuple(found), missing, times=times)

    return check


def _after_the_other(call: Call, match: Match) -> Match | None:
    """The match where the turn before is, or may be, the other side's."""
    if match.span.turn == 0:
        return None
    before, here = (call.turns[match.span.turn + step].speaker for step in (-1, 0))
    if "unknown" in (before, here):
        return match._replace(sure=False)
    return match if before != here else None
