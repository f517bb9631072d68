"""Finds out who is the collector where voices were told apart, by what each voice says.

The meaning layer tells of every turn how probably a collector says it, and the words of the speech
acts speak for one side or the other. Both voices' turns count for and against; where that layer is
off, words decide alone. The sum must be clear.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from checks.call import Call
from checks.dialogue.acts import Spoken, find_acts
from checks.meaning.labels import COLLECTOR
from checks.meaning.reading import Reading
from checks.rulepack import RulePack
from checks.text import normalise
from transcribe.transcript import Speaker, Turn

# Roles are given from such a sum of log odds, where it is such a share of what all turns say either
# way. Set on 63 tuning calls with 15 and 30 % of their characters misheard, twice each: 97 % get
# roles, all right. With each turn's voice drawn by lot 77 % get none.
_LEAST, _SHARE = 6.0, 0.5
# One turn's meaning counts no more than 50 to 1, however sure the model is; an act's words so much.
_MOST, _ACT = math.log(50), 2.0
_SIDE = {"A": 1.0, "B": -1.0, "": 0.0}


def with_roles(turns: Sequence[Turn], pack: RulePack) -> tuple[Turn, ...]:
    """The turns with the speakers of voices A and B; a turn without a voice stays as it is.

    All stay as they are where only one voice speaks, where a speaker is known already, or where
    what is said does not tell surely enough who is who.
    """
    voices = {turn.voice for turn in turns} - {""}
    if len(voices) != 2 or any(turn.speaker != "unknown" for turn in turns):
        return tuple(turns)
    found = _evidence(turns, pack)
    odds = sum(_SIDE[turn.voice] * each for turn, each in zip(turns, found, strict=True))
    if abs(odds) < max(_LEAST, _SHARE * sum(map(abs, found))):
        return tuple(turns)
    roles: Mapping[str, Speaker] = {
        "A": "agent" if odds > 0 else "customer",
        "B": "customer" if odds > 0 else "agent",
    }
    return tuple(replace(turn, speaker=roles.get(turn.voice, "unknown")) for turn in turns)


def _evidence(turns: Sequence[Turn], pack: RulePack) -> list[float]:
    """Of each turn, log odds that a collector says it."""
    words = _by_words(turns, pack)
    meant = Reading(pack.reader, turns).probabilities(COLLECTOR) or [0.5] * len(turns)
    limited = [min(max(_logit(p), -_MOST), _MOST) for p in meant]
    return [one + other for one, other in zip(words, limited, strict=True)]


def _logit(p: float) -> float:
    p = min(max(p, 1e-4), 1 - 1e-4)  # probabilities come with four places
    return math.log(p / (1 - p))


def _by_words(turns: Sequence[Turn], pack: RulePack) -> list[float]:
    """Speech acts are looked for as of an unknown speaker: those of either side can be found."""
    call = Call("", tuple(turns))
    texts = tuple(normalise(turn.text) for turn in turns)
    acts = find_acts(Spoken(call, texts, Reading(None, turns)), pack.acts)
    signs = {act.id: _ACT if act.speaker == "agent" else -_ACT for act in pack.acts}
    out = [0.0] * len(turns)
    for act, turn in {(act, match.span.turn) for act, found in acts.items() for match in found}:
        out[turn] += signs[act]
    return out
