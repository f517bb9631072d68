"""A turn's text as it leaves this machine: names and numbers masked, nothing like markup in it.

One character stands for one, so that a quote of what was shown lies at the same place in the
original. Addresses, employers and names that no metadata give are not known here and stay.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from audit.masking import places_of
from checks.text import Text, normalise

NAME, DIGIT = "某", "#"
# From three on it is a number that is read out; one or two are words (一定, 两三天).
_SPOKEN = re.compile("[零〇一二三四五六七八九幺两](?:[-—，、。]?[零〇一二三四五六七八九幺两]){2,}")
_TITLES = "先生|女士|小姐|太太|老师|老板|经理|师傅|阿姨|叔叔|大哥|大姐|总|哥|姐"
# What opens or closes a chat template's control words (<|im_start|>, [INST], ```), made full-width.
_MARKUP = str.maketrans("<>|[]{}`", "＜＞｜［］｛｝＇")


def masked(original: str, names: Iterable[str]) -> str:
    """`original` without these people's names and without numbers; of the same length."""
    text = normalise(original)
    shown = list(original)
    for name in names:
        for start, end in _named(text.plain, name):
            _cover(shown, text, range(start, end), NAME)
    _cover(shown, text, [i for i, c in enumerate(text.plain) if c.isdigit()], DIGIT)
    for run in _SPOKEN.finditer(text.plain):
        spoken = (i for i in range(*run.span()) if text.plain[i] not in "-—，、。")
        _cover(shown, text, spoken, DIGIT)
    return "".join(map(_plain, shown)).translate(_MARKUP)


def _cover(shown: list[str], text: Text, places: Iterable[int], mask: str) -> None:
    for place in places:
        shown[text.origin[place]] = mask


def _named(plain: str, name: str) -> Iterator[tuple[int, int]]:
    """Where the full name stands, a given name of two characters or more, or surname and title."""
    yield from places_of(plain, name)
    if surname := normalise(name).plain[:1]:
        pattern = f"{re.escape(surname)}(?={_TITLES})|(?<=[小老]){re.escape(surname)}"
        yield from (match.span() for match in re.finditer(pattern, plain))


def _plain(character: str) -> str:
    """A space for control, format, private and broken characters, which may hide something."""
    return " " if unicodedata.category(character).startswith("C") else character
