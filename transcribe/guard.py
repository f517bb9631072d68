"""Which words a recogniser may have written only because it was told of them.

Domain words mend homophones (一七 to 逾期), but they also turn other speech into themselves: one of
nine real clips had 上门 for 商场. Where such a word could decide about a violation, the same sound
is recognised once more without being told, and both readings are compared by sound.
"""

from collections.abc import Collection, Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from operator import eq

from transcribe.transcript import Primed


def primed_words(told: str, untold: str, words: Collection[str]) -> tuple[Primed, ...]:
    """The `words` in `told` that nothing in `untold` sounds like, each with what stands there.

    Both are readings of the same sound, with and without the domain words.
    """
    found = {
        word: heard
        for word, start in _places(told, words)
        if not _alike(word, heard := _opposite(told, untold, start, start + len(word)))
    }
    return tuple(Primed(word, heard) for word, heard in found.items())


def _places(text: str, words: Collection[str]) -> Iterator[tuple[str, int]]:
    for word in words:
        at = text.find(word)
        while at >= 0:
            yield word, at
            at = text.find(word, at + 1)


def _opposite(told: str, untold: str, start: int, end: int) -> str:
    """What stands in `untold` where `told` has [start, end); aligned by sound."""
    here, there = _syllables(told), _syllables(untold)
    places: set[int] = set()
    for kind, i, j, k, m in SequenceMatcher(None, here, there, autojunk=False).get_opcodes():
        if kind == "insert" or j <= start or i >= end:
            continue
        if j - i == m - k:  # one for one
            places |= set(range(k + max(start - i, 0), m - max(j - end, 0)))
        else:
            places |= set(range(k, m))
    return untold[min(places) : max(places) + 1] if places else ""


def _alike(word: str, heard: str) -> bool:
    """Whether a stretch of `heard` is `word` misspelled.

    Every syllable has the same beginning or end and at least half of them are the same: 一七 is
    逾期 and 通信路 is 通讯录, but 商场 is not 上门, and 反应 not 法院 without further grounds.
    """
    wanted, got = _syllables(word), _syllables(heard)
    return any(
        all(map(_near, wanted, part)) and 2 * sum(map(eq, wanted, part)) >= len(wanted)
        for at in range(len(got) - len(wanted) + 1)
        if (part := got[at : at + len(wanted)])
    )


def _near(one: tuple[str, str], other: tuple[str, str]) -> bool:
    return one[0] == other[0] or one[1] == other[1]


@lru_cache(maxsize=512)
def _syllables(text: str) -> tuple[tuple[str, str], ...]:
    """Beginning and end of each character's syllable, without tone; what has none is itself."""
    from pypinyin import Style, lazy_pinyin

    # One character at a time: pinyin of a whole text joins what is no Chinese.
    def part(character: str, style: Style) -> str:
        return str(lazy_pinyin(character, style, strict=False)[0])

    return tuple((part(c, Style.INITIALS), part(c, Style.FINALS)) for c in text)
