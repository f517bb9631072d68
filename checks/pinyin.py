"""Homophones: what Whisper base writes when it heard the right sounds (录音 -> 路音).

Compares toneless pinyin, folding the pairs that telephone sound and accents confuse.
Measured need: ../shared/design/speech.md section 6, typical base errors are homophones.
"""

from functools import lru_cache

# zh/z, ch/c, sh/s, n/l, ing/in, eng/en, ang/an, yun/yin: southern and south-western accents and the
# 300-3400 Hz band.
_FOLDS = (
    ("zh", "z"), ("ch", "c"), ("sh", "s"), ("ing", "in"), ("eng", "en"), ("ang", "an"),
    ("yun", "yin"),
)  # fmt: skip


def syllable(character: str) -> str:
    """The folded, toneless reading of one character; the character itself where it has none."""
    from pypinyin import lazy_pinyin

    read: str = lazy_pinyin(character)[0]
    for sound, folded in _FOLDS:
        read = read.replace(sound, folded)
    return "n" + read[1:] if read.startswith("l") and len(read) > 1 else read


class _Codes(dict[int, str]):
    """One character for the sound of each character met so far, which stands by its number."""

    def __init__(self) -> None:
        self._of: dict[str, str] = {}

    def __missing__(self, code: int) -> str:
        sound = syllable(chr(code))
        if len(sound) > 1 or sound >= _FIRST:
            sound = self._of.setdefault(sound, chr(ord(_FIRST) + len(self._of)))
        self[code] = sound
        return sound


# From the last plane, for private use, on; Mandarin has some 400 syllables.
_FIRST = "\U00100000"
_CODES = _Codes()


# Texts whose sounds are remembered: those of one call.
@lru_cache(maxsize=512)
def heard(plain: str) -> str:
    """One character for each sound of a text."""
    return plain.translate(_CODES)
