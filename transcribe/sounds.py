"""How a Chinese character sounds, and which syllables accents and the telephone band confuse."""

from functools import lru_cache

_FOLDS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ing", "in"), ("eng", "en"), ("ang", "an"))


@lru_cache(maxsize=16384)
def sounds(character: str) -> tuple[str, ...]:
    """The toneless readings of a Chinese character, the usual one first; none of another one."""
    from pypinyin import Style, pinyin

    if not "\u4e00" <= character <= "\u9fff":
        return ()
    return tuple(pinyin(character, style=Style.NORMAL, heteronym=True)[0])


def folded(sound: str) -> str:
    """A syllable with those that it is confused with made one."""
    for part, folded in _FOLDS:
        sound = sound.replace(part, folded)
    return "n" + sound[1:] if sound.startswith("l") else sound
