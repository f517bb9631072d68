"""Finds out who is the collector where voices were told apart, by what each voice says.

The meaning layer tells of every turn how probably a collector says it; where that layer is off, the
words of the speech acts do. Both voices' turns count for and against, and the sum must be clear.
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

# Roles are given from such a sum of the turns' log odds, where it is such a share of what all turns
# say either way. Of 63 tuning calls as written 62 then get roles, all of them right; where every
# turn's voice is drawn by lot, 83 of 100 get none.
_LEAST, _SHARE = 6.0, 0.5
# One turn counts no more than 50 to 1, however sure the model is of it.
_MOST = math.log(50)
# So much an act's words count, where words alone tell: 51 of the same calls get roles, all right.
_ACT = 2.0
_SIDE = {"A": 1.0, "B": -1.0, "": 0.0}


def with_roles(turns: Sequence[Turn], pack: RulePack) -> tuple[Turn, ...]:
    """The turns with the speakers of voices A and B; a turn without a voice stays as it is.

    All stay as they are where only one voice speaks, where a speaker is known already, or where
    what is said does not tell surely enough who is who.
    """
    voices = {turn.voice for turn in turns} - {""}
    if len(voices) != 2 or any(turn.speaker != "unknown" for turn in turns):
        return tuple(turns)
    found = _by_meaning(turns, pack) or _by_words(turns, pack)
    odds = sum(_SIDE[turn.voice] * each for turn, each in zip(turns, found, strict=True))
    if abs(odds) < max(_LEAST, _SHARE * sum(map(abs, found))):
        return tuple(turns)
    roles: Mapping[str, Speaker] = {
        "A": "agent" if odds > 0 else "customer",
        "B": "customer" if odds > 0 else "agent",
    }
    return tuple(replace(turn, speaker=roles.get(turn.voice, "unknown")) for turn in turns)


def _by_meaning(turns: Sequence[Turn], pack: RulePack) -> list[float]:
    found = Reading(pack.reader, turns).probabilities(COLLECTOR)
    return [min(max(_logit(p), -_MOST), _MOST) for p in found]


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
