"""Phrase lists: what one expression of all their alternatives would find, found without it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from checks.index import Index, members
from checks.required import Required, alternatives, count_groups, required
from checks.text import Text

Match: TypeAlias = "re.Match[str]"
Range: TypeAlias = tuple[int, int]
"""[start, end) of a text."""

# A reference to a group by its number, which counts the groups of all patterns together.
_REFERENCE = re.compile(r"\\[1-9]|\(\?\(")


@dataclass
class Alternative:
    """One way to say it; compiled when a text may hold it."""

    source: str

    @cached_property
    def compiled(self) -> "re.Pattern[str]":
        return re.compile(self.source)


@dataclass(frozen=True, slots=True)
class Phrases:
    """One list of an index, and its number there."""

    alternatives: Sequence[Alternative]
    index: Index = field(repr=False)
    number: int

    @classmethod
    def file(cls, patterns: Sequence[str], index: Index) -> "Phrases":
        """Enter the patterns into the index; `re.error` where one cannot be read."""
        parts = list(_parts(patterns))
        needs = [required(part) for part in parts]
        if any(need.empty for need in needs):  # which ones an empty match hides only all can tell
            parts = ["|".join(f"(?:{pattern})" for pattern in patterns)]
            needs = [Required((), empty=True)]
        number = index.add([need.clauses for need in needs])
        return cls(tuple(map(Alternative, parts)), index, number)

    def find(self, texts: Sequence[Text], among: int) -> dict[int, list[Range]]:
        """What one expression of all alternatives would find, by the number of the text.

        `among` is the set of texts to look at: bit n stands for text n.
        """
        first: dict[int, list[Match]] = {}
        for order, where in self.index.possible(texts).get(self.number, ()):
            if where & among:
                search = self.alternatives[order].compiled.search
                for at in members(where & among):
                    if match := search(texts[at].plain):
                        first.setdefault(at, []).append(match)
        return {at: _ranges(found) for at, found in first.items()} if first else {}


def _ranges(found: list[Match]) -> list[Range]:
    """From the first match of each pattern that has one: the leftmost, and on from its end.

    Of those at one place it is the first pattern's.
    """
    if len(found) == 1:
        (only,) = found
        first = only.span()
        again = (
            only.re.finditer(only.string, first[1]) if only[0] else only.re.finditer(only.string)
        )
        rest = [match.span() for match in again]
        return [first, *rest] if only[0] else rest
    ranges = []
    while found:
        best = min(found, key=re.Match.start)
        ranges.append(best.span())
        end = best.end()
        later = [m if m.start() >= end else m.re.search(m.string, end) for m in found]
        found = [match for match in later if match]
    return ranges


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
