"""`hang_up` 异常挂机: the call ends without a goodbye, in the middle of something.

`kind`: cut_off (the default): at the end both speak, or the last turn breaks off within its
sentence; no_goodbye: nobody took leave in the last turns. `by`: who ended the call (agent,
customer), told by the metadata field `ended_by`; where that is absent the answer stays open.
"""

import re
from collections.abc import Mapping
from typing import Any

from checks.answer import Answer, Match
from checks.call import Call
from checks.lexicon import Lexicons
from checks.operators.check import Check, whole
from checks.params import one_of, only
from checks.scene import Scene
from checks.scope import Scope
from checks.timing import timed

_GOODBYE = re.compile(
    r"再见|再会|拜拜|[掰白]{2}|byebye|挂了|就这样|先这样|祝您|打扰(?:了|您|你)|慢走|辛苦了|回头(?:聊|联系|再说)"
)
_LAST_TURNS = 3
"""In which a goodbye may stand: it, its answer and a last word (set by hand)."""
# What no sentence ends with: a comma, a dash, a conjunction, a pronoun that begins one.
_BROKEN_OFF = re.compile(
    r"(?:[，、：—-]|但是?|可是|因为|所以|如果|要是|就是|然后|而且|不过|还有|比如|其实|以及|或者|那个|这个"
    r"|(?:^|[，。])(?:我|你|您|我们|你们)(?:是|想|要|会|的意思是)?)$"
)


def prepare(params: Mapping[str, Any], _lexicons: Lexicons) -> Check:
    only(params, "hang_up", "kind", "by")
    cut_off = one_of(params, "kind", ("no_goodbye",), "cut_off") == "cut_off"
    by = one_of(params, "by", ("agent", "customer"), "any")

    def check(scene: Scene, _scope: Scope) -> Answer:
        found = _abnormal(scene, cut_off=cut_off)
        if not found or by == "any":
            return Answer(bool(found), found)
        ended_by = scene.call.metadata.get("ended_by")
        if ended_by not in ("agent", "customer"):
            return Answer(None, found, "metadata ended_by")
        return Answer(True, found) if ended_by == by else Answer(False)

    return check


def _abnormal(scene: Scene, *, cut_off: bool) -> tuple[Match, ...]:
    """The turns that the call ended in, none where it ended as it should."""
    turns = scene.call.turns
    if not turns or any(_GOODBYE.search(text.plain) for text in scene.texts[-_LAST_TURNS:]):
        return ()
    if not cut_off:
        return (whole(scene, len(turns) - 1),)
    at_once = _speaking_at_the_end(scene.call)
    if len(at_once) > 1:
        return tuple(whole(scene, index) for index in at_once)
    last = max(range(len(turns)), key=lambda index: (turns[index].end, index))
    return (whole(scene, last),) if _BROKEN_OFF.search(scene.texts[last].plain) else ()


def _speaking_at_the_end(call: Call) -> list[int]:
    """The turns of different speakers that end within half a second of the last word.

    Half a second is what both sides' last words lie apart when the line is cut (set by hand).
    """
    end = max(turn.end for turn in call.turns)
    cut = [index for index, turn in enumerate(call.turns) if timed(turn) and turn.end > end - 0.5]
    return [
        index
        for index in cut
        if any(
            call.turns[other].speaker != call.turns[index].speaker
            and min(call.turns[other].end, call.turns[index].end)
            > max(call.turns[other].start, call.turns[index].start)
            for other in cut
        )
    ]
