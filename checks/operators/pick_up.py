"""`pick_up` 异常接听: a long silence before the first turn of the scope's speaker, or no greeting.

`silent_for`: seconds from the start of the recording to that turn; `greeting: "false"`: that turn
does not greet; with both, both must hold.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from checks.answer import Answer, Match, Truth, all_of
from checks.lexicon import Lexicons
from checks.operators.check import Check, whole_turns
from checks.params import number, one_at_least, one_of, only
from checks.scene import Scene
from checks.scope import Scope
from checks.timing import timed

_GREETING = re.compile(
    r"[您你]好|喂|哈[喽罗啰]|hello|hi|(?:早上|上午|中午|下午|晚上)好|早安|请问|打扰"
)


def prepare(params: Mapping[str, Any], _lexicons: Lexicons) -> Check:
    only(params, "pick_up", "silent_for", "greeting")
    one_at_least(params, "pick_up", "silent_for", "greeting")
    limit = number(params, "silent_for") if "silent_for" in params else None
    bare = "greeting" in params and bool(one_of(params, "greeting", ("false",)))

    def check(scene: Scene, scope: Scope) -> Answer:
        first = _first(whole_turns(scene, scope))
        truths = [_abnormal(scene, turn, limit, bare=bare) for turn in first]
        held = {*truths} if first and first[-1].sure else {*truths, False}
        truth = held.pop() if len(held) == 1 else None
        if truth is not None:
            return Answer(truth, (first[-1],) if truth else ())
        return Answer(None, _open(first, truths), "times" if None in truths else "speaker")

    return check


def _first(turns: Iterable[Match]) -> list[Match]:
    """Those that may be the first one: the first sure turn and the unsure ones before it."""
    first: list[Match] = []
    for turn in turns:
        first.append(turn)
        if turn.sure:
            break
    return first


def _open(first: list[Match], truths: list[Truth]) -> tuple[Match, ...]:
    pairs = zip(first, truths, strict=True)
    return tuple(turn._replace(sure=False) for turn, truth in pairs if truth is not False)


def _abnormal(scene: Scene, match: Match, limit: float | None, *, bare: bool) -> Truth:
    turn, text = scene.call.turns[match.span.turn], scene.texts[match.span.turn].plain
    late = None if not timed(turn) else limit is None or turn.start > limit
    return all_of((late if limit is not None else True, not bare or not _GREETING.search(text)))
