"""Finds out who is the collector where voices were told apart, by what each voice says.

The call is read both ways: A the collector, and B. The meaning layer tells of every turn how
probably a collector says it, after the turns before it and who is taken to have spoken them; the
right way round is the one that this fits, and where neither fits, the voices were told apart badly.
Where the layer is off, the words of the speech acts do the same.
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

# Roles are given where one way is so much likelier (log odds), and so much of what turns say is for
# it. Set on 63 tuning calls with 15 and 30 % of their characters misheard: all get roles, the right
# ones; with each turn's voice drawn by lot 13 and 8 % get any. By words 61 and 57 % do.
_LIKELIER, _SHARE = 6.0, 0.5
# One turn's meaning counts no more than 50 to 1, however sure the model is; an act's words so much.
_MOST, _ACT = math.log(50), 1.0
_WAYS: tuple[Mapping[str, Speaker], ...] = (
    {"A": "agent", "B": "customer"},
    {"A": "customer", "B": "agent"},
)


def with_roles(turns: Sequence[Turn], pack: RulePack) -> tuple[Turn, ...]:
    """The turns with the speakers of voices A and B; a turn without a voice stays as it is.

    All stay as they are where only one voice speaks, where a speaker is known already, or where
    what is said does not tell surely enough who is who.
    """
    voices = {turn.voice for turn in turns} - {""}
    if len(voices) != 2 or any(turn.speaker != "unknown" for turn in turns):
        return tuple(turns)
    ways = [tuple(replace(t, speaker=way.get(t.voice, t.speaker)) for t in turns) for way in _WAYS]
    fits = [_fit(way, pack) for way in ways]
    best = 0 if fits[0] > fits[1] else 1
    (score, share), (other, _share) = fits[best], fits[1 - best]
    sure = score - other >= _LIKELIER and share >= _SHARE
    return ways[best] if sure else tuple(turns)


def _fit(turns: Sequence[Turn], pack: RulePack) -> tuple[float, float]:
    """What turns say for their speakers less what against, and its share of all that they say."""
    found = _by_meaning(turns, pack) or _by_words(turns, pack)
    sign = {"agent": 1.0, "customer": -1.0, "unknown": 0.0}
    score = sum(sign[turn.speaker] * odds for turn, odds in zip(turns, found, strict=True))
    return score, score / (sum(map(abs, found)) or 1.0)


def _by_meaning(turns: Sequence[Turn], pack: RulePack) -> list[float]:
    """Of each turn, log odds that a collector says it; nothing where the layer is off."""
    known = Reading(pack.reader, turns).known(COLLECTOR)
    return [min(max(_logit(p), -_MOST), _MOST) for p in known.probabilities] if known else []


def _logit(p: float) -> float:
    p = min(max(p, 1e-4), 1 - 1e-4)  # probabilities come with four places
    return math.log(p / (1 - p))


def _by_words(turns: Sequence[Turn], pack: RulePack) -> list[float]:
    """The same by speech acts; of an unknown speaker those of either side can be found."""
    call = Call("", tuple(replace(turn, speaker="unknown") for turn in turns))
    texts = tuple(normalise(turn.text) for turn in turns)
    acts = find_acts(Spoken(call, texts, Reading(None, turns)), pack.acts)
    signs = {act.id: _ACT if act.speaker == "agent" else -_ACT for act in pack.acts}
    out = [0.0] * len(turns)
    for act, turn in {(act, match.span.turn) for act, found in acts.items() for match in found}:
        out[turn] += signs[act]
    return out
