"""Looks for terms by sound, in the texts in which the pack's index says that they may be heard."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from checks.index import Index, members
from checks.pinyin import heard
from checks.required import Clause
from checks.text import Text


class Sounds:
    """Where a term itself is spelled, patterns find it (checks/patterns.py)."""

    def __init__(self, terms: tuple[str, ...], index: Index) -> None:
        self._terms = [(term, heard(term)) for term in terms]
        needs = [_clauses(sounds) for _term, sounds in self._terms]
        self._index, self._number = index, index.add(needs)

    def find(self, texts: Sequence[Text], among: int) -> Iterator[tuple[int, int, int]]:
        """(text, start, end) of every stretch that sounds like a term but is spelled otherwise.

        `among` is the set of texts to look at: bit n stands for text n.
        """
        for order, where in self._index.possible(texts).get(self._number, ()):
            for at in members(where & among):
                for start, end in _stretches(*self._terms[order], texts[at].plain):
                    yield at, start, end


def _clauses(sounds: str) -> list[Clause]:
    """Every two sounds that follow each other must; the only one of a term of one."""
    return [frozenset({pair}) for pair in map("".join, pairwise(sounds))] or [frozenset({sounds})]


def _stretches(term: str, sounds: str, plain: str) -> Iterator[tuple[int, int]]:
    said = heard(plain)
    start = said.find(sounds)
    while start >= 0:
        end = start + len(sounds)
        if plain[start:end] != term:
            yield start, end
        start = said.find(sounds, start + 1)
