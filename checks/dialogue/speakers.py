"""Mends a turn here and there whose speaker was marked wrong, where what is said leaves no doubt.

Crosstalk and bad splitting put single turns on the wrong side, beside others of that side: people
take turns, so a mark that fits in between its neighbours stays. Where many turns look wrong the
marks of the whole call are not trusted less than the model: nothing is changed then.
"""

from collections.abc import Sequence

from checks.dialogue.sides import LEAST_CHARACTERS, other_side
from checks.meaning.labels import COLLECTOR
from checks.meaning.reading import Reading
from transcribe.transcript import Turn

# Probabilities that the collector speaks beyond which a mark is taken to be wrong, and the share
# of turns up to which marks are mended; set on held-out turns of our own calls.
_SURELY_OTHER, _SURELY_COLLECTOR = 0.01, 0.99
_MOST = 0.3


def rightly_spoken(turns: Sequence[Turn], reading: Reading) -> tuple[Turn, ...]:
    """The turns with single wrong marks mended; an unknown speaker stays unknown."""
    known = reading.known(COLLECTOR)
    if known is None:
        return tuple(turns)
    wrong = {
        index
        for index, (turn, p) in enumerate(zip(turns, known.probabilities, strict=False))
        if (turn.speaker == "agent" and p <= _SURELY_OTHER)
        or (turn.speaker == "customer" and p >= _SURELY_COLLECTOR)
        if len(turn.text) >= LEAST_CHARACTERS and _beside_its_like(index, turns)
    }
    if not wrong or len(wrong) > _MOST * len(turns):
        return tuple(turns)
    return tuple(other_side(turn) if index in wrong else turn for index, turn in enumerate(turns))


def _beside_its_like(index: int, turns: Sequence[Turn]) -> bool:
    neighbours = (*turns[max(0, index - 1) : index], *turns[index + 1 : index + 2])
    return any(turn.speaker == turns[index].speaker for turn in neighbours)
