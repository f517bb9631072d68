"""Finds a call whose sides are marked the other way round, as by a recorder wired wrong.

What a turn means is read beside what was said before and by whom, so a call with every mark wrong
reads oddly here and there rather than wrong everywhere. Where it reads oddly it is read once more
with its sides exchanged; where that fits what is said far better, the call counts as it reads then.
"""

from collections.abc import Iterator
from dataclasses import replace
from math import log

from checks.meaning.labels import COLLECTOR
from checks.meaning.reading import Reading
from transcribe.transcript import Speaker, Turn

LEAST_CHARACTERS = 6
"""A shorter turn ("好，再见") may be either side's."""
# On the 163 tuning calls: as they are, with one mark wrong, and either of them with the sides
# exchanged. So many turns, and such a share of those long enough, read as the other side's in 147
# of 155 calls that stood the wrong way round, and in 2 of 318 with at most one mark wrong.
_ODD_TURNS, _ODD_SHARE = 2, 0.1
# Read the other way round all 4 really exchanged calls and 145 of 155 exchanged by us became so
# many times likelier (e^5), none of the others.
_LIKELIER = 5.0
# One turn read as impossible must not outweigh all others.
_LEAST_LIKELY = 1e-4


def rightly_sided(reading: Reading) -> Reading:
    """The reading of the call's turns with the sides exchanged if they are marked wrong."""
    fits = tuple(_fits(reading))
    odd = sum(fit < 0.5 for fit in fits)
    if odd < _ODD_TURNS or odd < _ODD_SHARE * len(fits):
        return reading
    other = Reading(reading.reader, tuple(map(other_side, reading.turns)))
    return other if _likely(other) - _likely(reading) > _LIKELIER else reading


def other_side(turn: Turn) -> Turn:
    """The same turn of the other side; an unknown speaker stays unknown."""
    sides: dict[Speaker, Speaker] = {"agent": "customer", "customer": "agent"}
    return replace(turn, speaker=sides.get(turn.speaker, turn.speaker))


def _fits(reading: Reading) -> Iterator[float]:
    """Of each turn that is marked and long enough: how probably the mark is right."""
    known = reading.known(COLLECTOR)
    for turn, p in zip(reading.turns, known.probabilities if known else (), strict=False):
        if len(turn.text) >= LEAST_CHARACTERS and turn.speaker != "unknown":
            yield p if turn.speaker == "agent" else 1 - p


def _likely(reading: Reading) -> float:
    return sum(log(max(_LEAST_LIKELY, fit)) for fit in _fits(reading))
