"""`started_between`: the call began in a part of the day, on the clock of the person called.

`from` inclusive to `to` exclusive, both HH:MM, over midnight where `from` is the later one; the
clock is `started_at`'s own UTC offset (rules.md, improper_hours).
"""

from collections.abc import Mapping
from datetime import time
from typing import Any

from checks.answer import Answer, Match
from checks.judgment import Layer, Span
from checks.lexicon import Lexicons
from checks.operators.check import Check, only
from checks.scene import Scene
from checks.scope import Scope

NO_TURN = Span(-1, 0, 0)
"""The span of a match that rests on metadata, not on a turn."""


def prepare(params: Mapping[str, Any], _lexicons: Lexicons) -> Check:
    only(params, "started_between", "from", "to", "unless_requested")
    first, last = time.fromisoformat(params["from"]), time.fromisoformat(params["to"])
    excused = params.get("unless_requested") == "true"

    def check(scene: Scene, _scope: Scope) -> Answer:
        call = scene.call
        if call.started_at is None:
            return Answer(None, missing="started_at")
        if excused and call.callback_requested:
            return Answer(False)
        inside = _between(call.started_at.time(), first, last)
        return Answer(inside, (Match(NO_TURN, Layer.METADATA, 1.0),) if inside else ())

    return check


def _between(clock: time, first: time, last: time) -> bool:
    if first <= last:
        return first <= clock < last
    return clock >= first or clock < last
