"""How words and meaning decide together whether a turn shows something: the one written rule.

| words | meaning, probability p | the turn |
|---|---|---|
| sure hit | any | shows it: no reading between the lines excuses these words |
| hit | p >= threshold * BACKED | shows it: the words say so and meaning does not object |
| hit | below | is doubtful: the layers contradict each other, so a person looks |
| excluded | p >= threshold * EXCLUDED | shows it all the same |
| no hit | p >= threshold * ALONE | shows it by its meaning |
| neither | p >= threshold * DOUBT | is doubtful: a person looks |
| neither | below | does not |

Excluded: every phrase that was there is one that the rule's own exclusions or guards take out (a
quotation, a negation, the lawful wording). Where the layer is off, or does not know the label,
words decide alone.
"""

from typing import NamedTuple

from checks.answer import Match
from checks.finder import Said
from checks.judgment import Layer, Span
from checks.meaning.reading import Known

# Shares of a label's threshold, set on the held-out calls of our own: of turns without a hit half
# showed the rule from 1.25 to 1.5 of it; of rules' hits below 0.1 of it half did, of acts' hits,
# many and loose, one in seven (acts know no doubt: what is doubtful there is left out).
BACKED, DOUBT, ALONE, EXCLUDED = 0.1, 0.7, 1.3, 3.0
# Calibrated probabilities of rare labels end below 1: no threshold may be out of reach.
_HIGHEST = 0.95


class Weighed(NamedTuple):
    """What the layers say of one turn: matches that hold, and one that is doubtful."""

    matches: tuple[Match, ...] = ()
    doubtful: tuple[Match, ...] = ()


_NOTHING = Weighed()


def weigh(known: Known | None, turn: int, length: int, said: Said) -> Weighed:
    """Decide on turn `turn` of `length` characters; `known` is what meaning says of the label."""
    if known is None:
        return Weighed(said.hits) if said.hits else _NOTHING
    p, threshold = known.probabilities[turn], known.threshold
    if not said.hits and p < threshold * DOUBT:
        return _NOTHING
    whole = Match(Span(turn, 0, length), Layer.MEANING, p)
    if p >= min(threshold * (EXCLUDED if said.excluded else ALONE), _HIGHEST):
        return Weighed((*said.hits, whole))
    if said.hits:
        backed = said.sure or p >= threshold * BACKED
        return Weighed(said.hits) if backed else Weighed(doubtful=said.hits)
    return Weighed(doubtful=(whole,))
