"""Where in a call which of a pack's patterns may match: one pass over its turns for all of them.

A pack has thousands of patterns, and a turn can match few of them. Each needs some clauses
(checks/required.py), and any gram of a clause fulfils it, so the grams of the turns tell which
clauses are fulfilled where. What lacks one cannot match: judgments are the same as with every
pattern tried in every turn.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TypeAlias, cast

import numpy as np
import numpy.typing as npt

from checks.pinyin import heard
from checks.required import Clause
from checks.text import Text

Sets: TypeAlias = npt.NDArray[np.uint64]
"""Sets of texts, of 64 at most: bit n stands for text n."""
_TEXTS = 64

# Clauses of a pattern that are looked at, best first; with more, hardly any falls out.
_CLAUSES = 4
# A gram as a number: its last character's, and the first one's before these bits.
_BITS = 21
_EVERYWHERE = 1 << 62  # a gram after all others that no text spells and every text counts as having
_BETWEEN = "\uffff"  # texts: it is no character, so no pattern asks for it


Possible: TypeAlias = Mapping[int, Sequence[tuple[int, int]]]
"""By list, the patterns that may match, by their order in it, and the set of texts for each."""


class Index:
    """The patterns of a pack, list by list, by what they need."""

    def __init__(self) -> None:
        self._needs: list[Sequence[Clause]] = []
        self._places: list[tuple[int, int]] = []
        self._lists = 0
        self._filed: _Filed | None = None
        self._latest: tuple[Sequence[Text], Possible] = (), {}

    def add(self, needs: Sequence[Sequence[Clause]]) -> int:
        """File a list of patterns; its number."""
        number, self._lists, self._filed = self._lists, self._lists + 1, None
        self._needs += needs
        self._places += [(number, order) for order in range(len(needs))]
        return number

    def possible(self, texts: Sequence[Text]) -> Possible:
        """What may match; at hand for the texts asked for last, since every rule of a call asks."""
        known, possible = self._latest
        if known is not texts or self._filed is None:
            possible = self._possible([said_and_heard(text.plain) for text in texts])
            self._latest = texts, possible
        return possible

    def _possible(self, texts: Sequence[str]) -> Possible:
        filed = self._filed = self._filed or _Filed(self._needs)
        starts = range(0, max(1, len(texts)), _TEXTS)
        blocks = np.stack([filed.possible(texts[start : start + _TEXTS]) for start in starts])
        patterns = np.flatnonzero(blocks.any(0))
        found: dict[int, list[tuple[int, int]]] = {}
        for pattern, where in zip(patterns.tolist(), _joined(blocks[:, patterns]), strict=True):
            number, order = self._places[pattern]
            if number in found:
                found[number].append((order, where))
            else:
                found[number] = [(order, where)]
        return found


class _Filed:
    """`_spelled` are the grams of every clause, as places in `_grams`, of each from `_begins` on.

    `_needs` (_CLAUSES, patterns) are clauses; the last of all is fulfilled by every text.
    """

    def __init__(self, needs: Sequence[Sequence[Clause]]) -> None:
        clauses: dict[Clause, int] = {}
        needed = [[clauses.setdefault(c, len(clauses)) for c in some[:_CLAUSES]] for some in needs]
        padded = [[*some, *[len(clauses)] * (_CLAUSES - len(some))] for some in needed]
        self._needs = np.array(padded).T.copy()
        numbers = [_number(gram) for clause in clauses for gram in clause]
        self._grams, self._spelled = np.unique([*numbers, _EVERYWHERE], return_inverse=True)
        self._begins = np.cumsum([0, *map(len, clauses)])

    def possible(self, texts: Sequence[str]) -> Sets:
        """(patterns,): the texts in which each may match."""
        grams, texts_of = _grams(texts)
        places = np.searchsorted(self._grams, grams)
        known = self._grams[places] == grams
        said = np.zeros(len(self._grams), np.uint64)
        np.bitwise_or.at(said, places[known], texts_of[known])
        said[-1] = ~np.uint64(0)
        fulfilled = np.bitwise_or.reduceat(said[self._spelled], self._begins)
        possible: Sets = np.bitwise_and.reduce(fulfilled[self._needs])
        return possible


def said_and_heard(plain: str) -> str:
    """What patterns and what sounds look for; no gram of either holds the mark between them."""
    return plain + _BETWEEN + heard(plain)


def _number(gram: str) -> int:
    return ord(gram[-1]) | (ord(gram[0]) << _BITS if len(gram) > 1 else 0)


def _grams(texts: Sequence[str]) -> tuple[npt.NDArray[np.int64], Sets]:
    """Every piece of one or two characters as a number, and the set of the one text it is from."""
    joined = _BETWEEN.join(texts).encode("utf-32-le", "surrogatepass")
    single = np.frombuffer(joined, np.uint32).astype(np.int64)
    lengths = np.array([len(text) + 1 for text in texts], np.int64)
    texts_of = np.repeat(np.uint64(1) << np.arange(len(texts), dtype=np.uint64), lengths)
    double = single[:-1] << _BITS | single[1:]
    both = np.concatenate((texts_of[: len(single)], texts_of[: len(double)]))
    return np.concatenate((single, double)), both


def _joined(blocks: Sets) -> Sequence[int]:
    """(blocks, patterns): the sets of several blocks of texts as one each."""
    first, *more = blocks.tolist()
    for order, block in enumerate(more, 1):
        first = [one | other << _TEXTS * order for one, other in zip(first, block, strict=True)]
    return cast("list[int]", first)


@lru_cache(maxsize=1 << 14)
def members(texts: int) -> Sequence[int]:
    """The numbers in a set of texts, in order."""
    return tuple(at for at in range(texts.bit_length()) if texts >> at & 1)


def set_of(texts: Iterable[int]) -> int:
    """The set of texts with these numbers."""
    whole = 0
    for at in texts:
        whole |= 1 << at
    return whole
