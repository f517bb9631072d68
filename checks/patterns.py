"""The phrases of a pack as one index: a text's own pieces say which of them need be tried.

A pack has thousands of alternatives, and a turn can match few of them. Each is filed under pieces
that a match must hold (checks/required.py); what is not found there cannot match, so judgments are
the same as with all of them in one expression.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TypeAlias

from checks.required import Clause, Required, alternatives, count_groups, grams, required
from checks.text import Text

Match: TypeAlias = "re.Match[str]"

# Texts whose candidates are remembered: those of one call, which every rule asks for.
_REMEMBERED = 512
# Clauses of an alternative that are looked at, best first; with more, hardly any falls out.
_CLAUSES = 4
# A reference to a group by its number, which counts the groups of all patterns together.
_REFERENCE = re.compile(r"\\[1-9]|\(\?\(")


@dataclass
class Alternative:
    """One way to say it; compiled when a text may hold it."""

    source: str

    @cached_property
    def compiled(self) -> "re.Pattern[str]":
        return re.compile(self.source)


class Index:
    """Every alternative of a pack, numbered; sets of them and of their clauses are integers.

    Bit 4n + k stands for the k-th clause of alternative n: in `_filed` by the gram that fulfils it,
    in `_free` where there is none. In a set of alternatives bit 4n stands for the n-th.
    """

    def __init__(self) -> None:
        self.alternatives: list[Alternative] = []
        self._filed: dict[str, int] = {}
        self._free = 0
        self._latest: tuple[Sequence[Text], Sequence[int]] = (), ()
        self.candidates = lru_cache(maxsize=_REMEMBERED)(self._candidates)

    def add(self, patterns: Sequence[str]) -> "Phrases":
        """File the patterns; `re.error` where one cannot be read."""
        parts = list(_parts(patterns))
        needs = [required(part) for part in parts]
        if any(need.empty for need in needs):  # which ones an empty match hides only all can tell
            parts = ["|".join(f"(?:{pattern})" for pattern in patterns)]
            needs = [Required((), empty=True)]
        first = len(self.alternatives)
        for part, need in zip(parts, needs, strict=True):
            self._file(part, need.clauses)
        self.candidates.cache_clear()
        self._latest = (), ()
        mine = sum(1 << _CLAUSES * at for at in range(first, len(self.alternatives)))
        return Phrases(self, first, mine)

    def _file(self, source: str, clauses: Sequence[Clause]) -> None:
        bit = 1 << _CLAUSES * len(self.alternatives)
        self.alternatives.append(Alternative(source))
        for order in range(_CLAUSES):
            if order >= len(clauses):
                self._free |= bit << order
                continue
            for gram in clauses[order]:
                self._filed[gram] = self._filed.get(gram, 0) | bit << order

    def candidates_of(self, texts: Sequence[Text]) -> Sequence[int]:
        """Those of each text; of the texts asked for last they are at hand: every rule asks."""
        known, candidates = self._latest
        if known is not texts:
            candidates = [self.candidates(text.plain) for text in texts]
            self._latest = texts, candidates
        return candidates

    def _candidates(self, plain: str) -> int:
        """The alternatives that may match in `plain`."""
        fulfilled = self._free
        for clauses in filter(None, map(self._filed.get, grams(plain))):
            fulfilled |= clauses
        pairs = fulfilled & fulfilled >> 1
        return pairs & pairs >> 2


@dataclass(frozen=True, slots=True)
class Phrases:
    """The alternatives of the set `mine`, the first of which is number `first`."""

    index: Index = field(repr=False)
    first: int
    mine: int

    def finditer(self, plain: str) -> Iterable[Match]:
        """What one expression of all alternatives would find."""
        left = (self.index.candidates(plain) & self.mine) >> _CLAUSES * self.first
        return self._found(left, plain) if left else ()

    def possible(self, texts: Sequence[Text]) -> list[int]:
        """Numbers of the texts in which something may be found."""
        mine = self.mine
        return [at for at, some in enumerate(self.index.candidates_of(texts)) if some & mine]

    def _found(self, left: int, plain: str) -> Iterable[Match]:
        tried = []
        while left:
            lowest = left & -left
            tried.append(
                self.index.alternatives[self.first + lowest.bit_length() // _CLAUSES].compiled
            )
            left ^= lowest
        return tried[0].finditer(plain) if len(tried) == 1 else _leftmost(tried, plain)


def _leftmost(tried: Sequence["re.Pattern[str]"], plain: str) -> Iterator[Match]:
    """The leftmost match, of those at one place the first pattern's, and on from its end."""
    found = [pattern.search(plain) for pattern in tried]
    while best := min(filter(None, found), key=re.Match.start, default=None):
        yield best
        end = best.end()
        for at, match in enumerate(found):
            if match and match.start() < end:
                found[at] = tried[at].search(plain, end)


def _parts(patterns: Iterable[str]) -> Iterator[str]:
    """The alternatives.

    Before one that refers to a group by number come as many groups that match nothing as stand
    before it in the patterns.
    """
    groups = 0
    for pattern in patterns:
        for part in alternatives(pattern):
            alone = "(?:(?!)())?" * groups + part if _REFERENCE.search(part) else part
            yield alone
            groups += count_groups(alone) - (groups if alone != part else 0)
