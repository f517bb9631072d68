"""Characters by sound, and words by the sounds of their characters, the frequent ones first."""

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import jieba
from pypinyin import lazy_pinyin

# Words that jieba's dictionary counts at least so often: rarer ones a recogniser hardly writes.
_FREQUENT = 200
_LONGEST = 4

Sounds = tuple[str, ...]


@lru_cache(maxsize=65536)
def sounds(text: str) -> Sounds:
    """The toneless reading of each character; a character without one reads as itself."""
    read = tuple(lazy_pinyin(text))
    return read if len(read) == len(text) else tuple(lazy_pinyin(c)[0] for c in text)


@lru_cache(maxsize=1)
def words_by_sound() -> Mapping[Sounds, tuple[tuple[str, int], ...]]:
    """Words of one to four characters with their counts, by reading."""
    by_sound: dict[Sounds, list[tuple[str, int]]] = defaultdict(list)
    path = Path(jieba.__file__).parent / "dict.txt"
    for line in path.read_text(encoding="utf-8").splitlines():
        word, count, *_ = line.split()
        if int(count) >= _FREQUENT and len(word) <= _LONGEST:
            by_sound[sounds(word)].append((word, int(count)))
    return {read: tuple(words) for read, words in by_sound.items()}
