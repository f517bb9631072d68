"""`duration`: the call is longer or shorter than so many seconds.

Where its length is not told, the last word's end shows how long it was at least.
"""

from collections.abc import Mapping
from math import inf
from typing import Any

from checks.answer import Answer
from checks.lexicon import Lexicons
from checks.operators.check import Check, by_metadata
from checks.operators.speaks import inside
from checks.params import limits, one_at_least, only
from checks.scene import Scene
from checks.scope import Scope
from checks.timing import end_of


def prepare(params: Mapping[str, Any], _lexicons: Lexicons) -> Check:
    only(params, "duration", "longer_than", "shorter_than")
    one_at_least(params, "duration", "longer_than", "shorter_than")
    least, most = limits(params, "longer_than", "shorter_than")

    def check(scene: Scene, _scope: Scope) -> Answer:
        told = scene.call.duration_s
        low = told if told is not None else end_of(scene.call) or 0.0
        truth = inside(low, inf if told is None else told, least, most)
        return Answer(None, missing="duration_s") if truth is None else by_metadata(truth)

    return check
