"""`started_between`: the call began in a part of the day, on the clock of the person called.

`from` inclusive to `to` exclusive, both HH:MM, over midnight where `from` is the later one; the
clock is `started_at`'s own UTC offset (rules.md, improper_hours).
"""

from collections.abc import Mapping
from datetime import time
from typing import Any

from checks.answer import Answer
from checks.lexicon import Lexicons
from checks.operators.check import Check, by_metadata
from checks.params import flag, only
from checks.scene import Scene
from checks.scope import Scope
from transcribe.problem import Problem


def prepare(params: Mapping[str, Any], _lexicons: Lexicons) -> Check:
    only(params, "started_between", "from", "to", "unless_requested")
    first, last = _hour(params, "from"), _hour(params, "to")
    if first == last:
        raise Problem("rule_hour", "from and to are the same", where="to", mend="correct one")
    excused = flag(params, "unless_requested")

    def check(scene: Scene, _scope: Scope) -> Answer:
        call = scene.call
        if call.started_at is None:
            return Answer(None, missing="started_at")
        if excused and call.callback_requested:
            return Answer(False)
        return by_metadata(_between(call.started_at.time(), first, last))

    return check


def _hour(params: Mapping[str, Any], name: str) -> time:
    try:
        return time.fromisoformat(params[name])
    except ValueError as error:
        raise Problem(
            "rule_hour",
            f"{name} {params[name]!r} is no time of day",
            where=name,
            mend='write HH:MM in quotes, such as "22:00"',
        ) from error


def _between(clock: time, first: time, last: time) -> bool:
    if first <= last:
        return first <= clock < last
    return clock >= first or clock < last
