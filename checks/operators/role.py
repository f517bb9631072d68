"""`role`: the scope's speaker speaks first, speaks last, or has a share of what is said.

`speaks`: first or last. `share_over`, `share_under`: 0 to 1, of seconds of speech, or with
`by: chars` or `by: turns` of characters or turns. The share looks at the whole call, and the scope
needs a speaker; other keys of the scope do not apply.
"""

from collections.abc import Callable, Mapping
from math import inf
from typing import Any

from checks.answer import Answer, Match, Truth
from checks.lexicon import Lexicons
from checks.operators.check import Check, whole
from checks.operators.speaks import inside
from checks.params import limits, one_of, only
from checks.scene import Scene
from checks.scope import Scope
from checks.timing import timed
from transcribe.problem import Problem
from transcribe.transcript import Turn

_SIZES: Mapping[str, Callable[[Turn], float]] = {
    "seconds": lambda turn: turn.end - turn.start,
    "chars": lambda turn: sum(c.isalnum() for c in turn.text),
    "turns": lambda _turn: 1,
}


def prepare(params: Mapping[str, Any], _lexicons: Lexicons) -> Check:
    only(params, "role", "speaks", "share_over", "share_under", "by")
    if ("speaks" in params) is bool({"share_over", "share_under"} & set(params)):
        raise Problem(
            "rule_operator",
            "role asks either who speaks first or last, or for a share",
            mend="give speaks, or share_over or share_under",
        )
    if "speaks" in params:
        at = 0 if one_of(params, "speaks", ("first", "last")) == "first" else -1
        return lambda scene, scope: _at_end(scene, scope, at)
    least, most = limits(params, "share_over", "share_under", high=1)
    by = one_of(params, "by", ("chars", "turns"), "seconds")
    return lambda scene, scope: _share(scene, scope, by, least, most)


def _at_end(scene: Scene, scope: Scope, at: int) -> Answer:
    turns = scene.call.turns
    if not turns:
        return Answer(False)
    index, speaker = range(len(turns))[at], turns[at].speaker
    if scope.speaker != "any" and speaker == "unknown":
        return Answer(None, (whole(scene, index, sure=False),), "speaker")
    mine = scope.speaker in ("any", speaker)
    return Answer(mine, (whole(scene, index),) if mine else ())


def _share(scene: Scene, scope: Scope, by: str, least: float, most: float) -> Answer:
    turns = scene.call.turns
    if by == "seconds" and not all(timed(turn) for turn in turns):
        return Answer(None, missing="times")
    total = sum(_SIZES[by](turn) for turn in turns)
    mine = sum(_SIZES[by](turn) for turn in turns if scope.speaker in ("any", turn.speaker))
    open_ = sum(_SIZES[by](t) for t in turns if t.speaker == "unknown" and scope.speaker != "any")
    if total == 0:
        return Answer(False)
    truth: Truth = inside(mine / total, (mine + open_) / total, least, most)
    if truth is None:
        return Answer(None, missing="speaker")
    return Answer(truth, _turns(scene, scope) if truth and least > -inf else ())


def _turns(scene: Scene, scope: Scope) -> tuple[Match, ...]:
    """What the speaker said; too small a share shows in no turn."""
    return tuple(
        whole(scene, index)
        for index, turn in enumerate(scene.call.turns)
        if scope.speaker in ("any", turn.speaker)
    )
