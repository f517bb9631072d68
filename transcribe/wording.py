"""Homophones set right by what people say in such calls.

Whisper base hears most syllables but writes many in characters that make no sense (诈骗 as 扎篇, 你
as 逆 where a voice's tones are off). Every Chinese character may become another one of the same or
nearly the same sound where the words around it make that far likelier. How likely say trigrams of
characters, counted by `transcribe/learn_wording.py`; what stands in a word of the dictionary is
less likely to be wrong.
"""

import gzip
import math
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, cached_property, lru_cache
from pathlib import Path

TRIGRAMS = Path(__file__).parent / "trigrams.txt.gz"
START = "^^"  # before the first character of a turn

# What leaving the recogniser's character costs, in nats (factors of e of likelihood): for another
# of the same syllable, or of one that accents and the telephone band confuse; so much more inside a
# word. Set on spoken calls (DECISIONS.md); lower ones rewrite more, right and wrong.
_SAME_SOUND, _NEAR_SOUND, _IN_WORD = 6.0, 8.0, 5.0
_FOLDS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ing", "in"), ("eng", "en"), ("ang", "an"))
_READINGS = 20  # ways to read the text so far that are followed
_UNSEEN = 1 / 8000  # about as many characters are in use
# An amount or date is what was heard: no figure is made from what is none.
_FIGURES = frozenset("零一二三四五六七八九十百千万亿两半")


class Wording:
    """Trigram counts of one body of text; `best` is the likeliest way to write what was heard."""

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
        self._likelihood = lru_cache(maxsize=1 << 18)(self._looked_up)
        self._choices = cache(self._all_choices)

    def best(self, text: str) -> str:
        """`text` with homophones set right; the same length, nothing but Chinese changed."""
        readings = [(0.0, START)]
        for character, in_word in zip(text, _in_words(text), strict=True):
            if not character.isalnum():
                readings = [(score, said + character) for score, said in readings]
                continue
            ways = [
                (score - cost + self._likelihood(_before(said), other), said + other)
                for score, said in readings
                for other, cost in self._choices(character, in_word)
            ]
            readings = _foremost(ways)
        return readings[0][1][len(START) :]

    def _looked_up(self, before: str, character: str) -> float:
        return math.log(self._share(before, character))

    def _share(self, before: str, character: str) -> float:
        """Witten and Bell's estimate: shorter contexts stand in for what longer ones never saw."""
        lower = self._share(before[1:], character) if before else _UNSEEN
        seen, kinds = self._contexts.get(before, 0), self._kinds.get(before, 0)
        if not seen:
            return lower
        return (self._counts.get(before + character, 0) + kinds * lower) / (seen + kinds)

    def _all_choices(self, character: str, in_word: bool) -> tuple[tuple[str, float], ...]:
        """What may have been said where `character` was written, and what choosing it costs."""
        costs = {character: 0.0}
        for sound in _sounds(character):
            for other in self._by_sound.get(_folded(sound), ()):
                cost = _SAME_SOUND if sound == _sounds(other)[0] else _NEAR_SOUND
                cost += _IN_WORD * in_word
                costs[other] = min(costs.get(other, cost), cost)
        return tuple(costs.items())

    @cached_property
    def _by_sound(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for string in self._counts:
            if len(string) == 1 and string not in _FIGURES:
                for sound in _sounds(string)[:1]:
                    found[_folded(sound)].add(string)
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


@lru_cache(maxsize=16384)
def _sounds(character: str) -> tuple[str, ...]:
    """The toneless readings of a Chinese character, the usual one first; none of another one."""
    from pypinyin import Style, pinyin

    if not "\u4e00" <= character <= "\u9fff":
        return ()
    return tuple(pinyin(character, style=Style.NORMAL, heteronym=True)[0])


def _folded(sound: str) -> str:
    for part, folded in _FOLDS:
        sound = sound.replace(part, folded)
    return "n" + sound[1:] if sound.startswith("l") else sound


@cache
def calls_wording() -> Wording:
    """The wording of collection calls that ships with the program."""
    lines = gzip.decompress(TRIGRAMS.read_bytes()).decode().splitlines()
    return Wording((line[:3], int(line[3:])) for line in lines)
