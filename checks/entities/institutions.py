"""Lenders, agencies and public bodies as they are named: 沧南银行, 禾木消金, 江州市人民法院."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from checks.entities.listed import Finder, Listed, read
from checks.language import words
from checks.lexicon import Lexicons

# Which word begins a name nobody can know; it has two characters at least. Of 290 names said in
# the first 25 files of meaning/data/calls, cutting words found where 269 begin.
_LEAST = 2
# Words of one character that cutting leaves at a name's head (受云栖).
_HEAD = "受替代我因由为给跟向找叫让和与"


@dataclass(frozen=True, slots=True)
class Institutions:
    """`kind_word`: what a name ends with."""

    finder: Finder
    kind_word: "re.Pattern[str]"

    def find(self, plain: str) -> Iterator[Listed]:
        """Every institution in order."""
        for found in self.finder.find(plain):
            kind = self.kind_word.search(plain, found.start + 1, found.end)
            yield replace(found, start=_start(plain, found.start, kind.start())) if kind else found

    def same(self, one: str, other: str) -> bool:
        """Whether two names may be one body's: 海丰消金 and 海丰消费金融, 沧南银行信用卡中心."""
        short, long = sorted((self._stem(one), self._stem(other)), key=len)
        return bool(short) and long.startswith(short)

    def _stem(self, name: str) -> str:
        kind = self.kind_word.search(name, 1)
        return (name[: kind.start()] if kind else name).removeprefix("中国")


def _start(plain: str, least: int, kind: int) -> int:
    """Where the name begins that goes on with its kind at `kind`."""
    starts = (word.idx for word in words(plain) if least <= word.idx <= kind - _LEAST)
    start = max(starts, default=least)
    return start + 1 if plain[start] in _HEAD and kind - start > _LEAST else start


def read_institutions(lexicons: Lexicons) -> Institutions:
    """From the list `institution` and those beside it; a Problem where the pack has none."""
    kind_words = re.compile(lexicons.expand("{institution_kind}+$"))
    return Institutions(read(lexicons, "institution"), kind_words)
