"""`energy`: how loud the turns of the scope are, where the transcript tells it (`energy_db`).

`louder_than`, `quieter_than`: decibels on the recorder's scale (0 is often the loudest, speech
-30). `rises_by`: so many decibels above the same speaker's turn before. Without `energy_db` open.
"""

from collections.abc import Mapping
from math import inf
from typing import Any

from checks.answer import Answer, Truth, from_matches
from checks.lexicon import Lexicons
from checks.operators.check import Check, whole_turns
from checks.params import number, one_at_least, only
from checks.scene import Scene
from checks.scope import Scope


def prepare(params: Mapping[str, Any], _lexicons: Lexicons) -> Check:
    only(params, "energy", "louder_than", "quieter_than", "rises_by")
    one_at_least(params, "energy", "louder_than", "quieter_than", "rises_by")
    least = number(params, "louder_than", low=-inf) if "louder_than" in params else -inf
    most = number(params, "quieter_than", low=-inf) if "quieter_than" in params else inf
    rise = number(params, "rises_by") if "rises_by" in params else None

    def check(scene: Scene, scope: Scope) -> Answer:
        found, missing = [], "speaker"
        for turn in whole_turns(scene, scope):
            loud = _loud(scene, turn.span.turn, least, most, rise)
            missing = "energy_db" if loud is None else missing
            if loud is not False:
                found.append(turn._replace(sure=turn.sure and loud is not None))
        return from_matches(tuple(found), missing)

    return check


def _loud(scene: Scene, index: int, least: float, most: float, rise: float | None) -> Truth:
    turn = scene.call.turns[index]
    if turn.energy_db is None:
        return None
    if not least < turn.energy_db < most:
        return False
    if rise is None:
        return True
    before = [t for t in scene.call.turns[:index] if t.speaker == turn.speaker]
    if not before:
        return False
    last = before[-1].energy_db
    return None if last is None else turn.energy_db - last >= rise
