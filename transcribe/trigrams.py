"""How likely one character is after two others, by how often they stand together in a text."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

TRIGRAMS = Path(__file__).parent / "trigrams.txt.gz"
START = "^^"  # before the first character of a turn
_UNSEEN = 1 / 8000  # about as many characters are in use


class Trigrams:
    """Counts of one body of text, a number for each three characters in a row."""

    def __init__(self, trigrams: Iterable[tuple[str, int]]) -> None:
        # By length: how often each string stands there, and how many different ones follow it.
        self._counts: dict[str, int] = defaultdict(int)
        self._contexts: dict[str, int] = defaultdict(int)
        self._kinds: dict[str, int] = defaultdict(int)
        for trigram, count in trigrams:
            for part in (trigram, trigram[1:], trigram[2:]):
                self._kinds[part[:-1]] += part not in self._counts
                self._counts[part] += count
                self._contexts[part[:-1]] += count
        self.likelihood = lru_cache(maxsize=1 << 18)(self._looked_up)

    def characters(self) -> Iterator[str]:
        """Every character of the text once."""
        return (string for string in self._counts if len(string) == 1)

    def _looked_up(self, before: str, character: str) -> float:
        return math.log(self._share(before, character))

    def _share(self, before: str, character: str) -> float:
        """Witten and Bell's estimate: shorter contexts stand in for what longer ones never saw."""
        lower = self._share(before[1:], character) if before else _UNSEEN
        seen, kinds = self._contexts.get(before, 0), self._kinds.get(before, 0)
        if not seen:
            return lower
        return (self._counts.get(before + character, 0) + kinds * lower) / (seen + kinds)
