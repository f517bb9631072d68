"""Homophones set right by what people say in such calls.

Whisper base hears most syllables but writes many in characters that make no sense (诈骗 as 扎篇, 你
as 逆 where a voice's tones are off). Every Chinese character may become another one of the same or
nearly the same sound where the words around it make that far likelier. How likely say trigrams of
characters, counted by `transcribe/learn_wording.py`; what stands in a word of the dictionary is
less likely to be wrong.
"""

import gzip
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, cached_property

from transcribe.sounds import folded, sounds
from transcribe.trigrams import START, TRIGRAMS, Trigrams

# What leaving the recogniser's character costs, in nats (factors of e of likelihood): for another
# of the same syllable, or of one that accents and the telephone band confuse; so much more inside a
# word. Set on spoken calls (DECISIONS.md); lower ones rewrite more, right and wrong.
_SAME_SOUND, _NEAR_SOUND, _IN_WORD = 6.0, 8.0, 5.0
_READINGS = 20  # ways to read the text so far that are followed
# An amount or date is what was heard: no figure is made from what is none.
_FIGURES = frozenset("零一二三四五六七八九十百千万亿两半")


class Wording:
    """By the trigrams of one body of text: `best` is the likeliest way to write what was heard."""

    def __init__(self, trigrams: Iterable[tuple[str, int]]) -> None:
        self._trigrams = Trigrams(trigrams)
        self._choices = cache(self._all_choices)

    def best(self, text: str) -> str:
        """`text` with homophones set right; the same length, nothing but Chinese changed."""
        readings = [(0.0, START)]
        for character, in_word in zip(text, _in_words(text), strict=True):
            if not character.isalnum():
                readings = [(score, said + character) for score, said in readings]
                continue
            ways = [
                (score - cost + self._trigrams.likelihood(_before(said), other), said + other)
                for score, said in readings
                for other, cost in self._choices(character, in_word)
            ]
            readings = _foremost(ways)
        return readings[0][1][len(START) :]

    def _all_choices(self, character: str, in_word: bool) -> tuple[tuple[str, float], ...]:
        """What may have been said where `character` was written, and what choosing it costs."""
        costs = {character: 0.0}
        for sound in sounds(character):
            for other in self._by_sound.get(folded(sound), ()):
                cost = _SAME_SOUND if sound == sounds(other)[0] else _NEAR_SOUND
                cost += _IN_WORD * in_word
                costs[other] = min(costs.get(other, cost), cost)
        return tuple(costs.items())

    @cached_property
    def _by_sound(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for character in self._trigrams.characters():
            if character not in _FIGURES:
                for sound in sounds(character)[:1]:
                    found[folded(sound)].add(character)
        return found


def _in_words(text: str) -> list[bool]:
    """Of each character, whether it stands in a dictionary word of two or more."""
    import jieba

    jieba.setLogLevel("ERROR")  # it tells on stderr that it reads its dictionary
    words = jieba.cut(text, HMM=False)  # with HMM it joins what is in no dictionary
    return [len(word) > 1 for word in words for _character in word]


def _before(said: str) -> str:
    """The last two characters that are no marks."""
    last = [c for c in said[-6:] if c.isalnum() or c == START[0]]
    return "".join(last[-2:])


def _foremost(ways: list[tuple[float, str]]) -> list[tuple[float, str]]:
    """The best ones, of those with the same last two characters only the best."""
    kept: dict[str, tuple[float, str]] = {}
    for way in sorted(ways, reverse=True):
        kept.setdefault(way[1][-2:], way)
        if len(kept) == _READINGS:
            break
    return list(kept.values())


@cache
def calls_wording() -> Wording:
    """The wording of collection calls that ships with the program."""
    lines = gzip.decompress(TRIGRAMS.read_bytes()).decode().splitlines()
    return Wording((line[:3], int(line[3:])) for line in lines)
