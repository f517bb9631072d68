"""How words and meaning decide together whether a turn shows something: the one written rule.

| words | meaning, probability p | the turn |
|---|---|---|
| any | p >= threshold | shows it; found by meaning, and by words where they hit |
| hit | p >= threshold * BACKED | shows it; found by words, meaning does not object |
| hit | below | does not: the words stand in another sense |
| no hit | p >= threshold * DOUBT | is doubtful: a person looks |
| no hit | below | does not |

Where the layer is off, or does not know the label, words decide alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from checks.answer import Match
from checks.judgment import Layer, Span
from checks.meaning.reading import Reading

# Shares of a label's threshold, set on held-out turns of our own calls (docs/judging.md).
BACKED, DOUBT = 0.2, 0.6


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the layers say of one turn: matches that hold, and one that is doubtful."""

    matches: tuple[Match, ...] = ()
    doubtful: tuple[Match, ...] = ()


_NOTHING = Weighed()


def weigh(label: str, turn: int, length: int, said: Sequence[Match], reading: Reading) -> Weighed:
    """Decide on turn `turn` of `length` characters; `said` are the words' hits in it."""
    known = reading.known(label)
    if known is None:
        return Weighed(tuple(said)) if said else _NOTHING
    p, threshold = known.probabilities[turn], known.threshold
    if not said and p < threshold * DOUBT:
        return _NOTHING
    whole = Match(Span(turn, 0, length), Layer.MEANING, p)
    if p >= threshold:
        return Weighed((*said, whole))
    if said:
        return Weighed(tuple(said) if p >= threshold * BACKED else ())
    return Weighed(doubtful=(whole,))
