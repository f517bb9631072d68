"""Homophones: what Whisper base writes when it heard the right sounds (录音 -> 路音).

Compares toneless pinyin, folding the pairs that telephone sound and accents confuse.
Measured need: ../shared/design/speech.md section 6, typical base errors are homophones.
"""

from collections.abc import Iterator
from functools import lru_cache

# zh/z, ch/c, sh/s, n/l, ing/in, eng/en, ang/an, yun/yin: southern and south-western accents and the
# 300-3400 Hz band.
_FOLDS = (
    ("zh", "z"), ("ch", "c"), ("sh", "s"), ("ing", "in"), ("eng", "en"), ("ang", "an"),
    ("yun", "yin"),
)  # fmt: skip


@lru_cache(maxsize=16384)
def syllable(character: str) -> str:
    """The folded, toneless reading of one character; the character itself where it has none."""
    from pypinyin import lazy_pinyin

    read: str = lazy_pinyin(character)[0]
    for sound, folded in _FOLDS:
        read = read.replace(sound, folded)
    return "n" + read[1:] if read.startswith("l") and len(read) > 1 else read


# Texts whose sounds are remembered: those of one call.
@lru_cache(maxsize=512)
def _heard(plain: str) -> tuple[str, ...]:
    return tuple(map(syllable, plain))


class Sounds:
    """Looks for terms by sound; where the term itself is spelled, patterns find it."""

    def __init__(self, terms: tuple[str, ...]) -> None:
        self._terms = tuple((term, tuple(syllable(c) for c in term)) for term in terms)
        self._first, self._last = (
            frozenset(sounds[at] for _term, sounds in self._terms) for at in (0, -1)
        )

    def possible(self, plain: str) -> bool:
        """Whether the first sound of a term is there, and the last of one."""
        heard = _heard(plain)
        return not (self._first.isdisjoint(heard) or self._last.isdisjoint(heard))

    def find(self, plain: str) -> Iterator[tuple[int, int]]:
        """Yield (start, end) of every stretch that sounds like a term but is spelled otherwise."""
        heard = _heard(plain)
        for term, sounds in self._terms:
            if sounds[0] not in heard or sounds[-1] not in heard:
                continue
            width = len(sounds)
            for start in range(len(heard) - width + 1):
                alike = heard[start : start + width] == sounds
                if alike and plain[start : start + width] != term:
                    yield start, start + width
