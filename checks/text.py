"""Text made ready for matching, with the way back to the original characters.

Matching runs on simplified, half-width, lower-case characters without white space, but for one
space between Latin words, which have no other bounds; evidence is always quoted from the original,
so every kept character remembers where it stood.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

SENTENCE_ENDS = "。！？!?；;…"
_CLAUSE_ENDS = SENTENCE_ENDS + "，,、"
_CLAUSE_END = re.compile(f"[{_CLAUSE_ENDS}]")
# NFKC makes Chinese marks ASCII; patterns are written with the Chinese ones: one form for both.
# OpenCC leaves the feminine 妳 as it is.
_MARKS = str.maketrans(",!?;妳’", "，！？；你'")
# A word has two letters at least: "q q" and "a p p" are one word that was spelled out.
_GAP = re.compile(
    r"(?<=[A-Za-zÀ-ɏ]{2})\s+(?=[A-Za-zÀ-ɏ0-9$£])|(?<=[A-Za-zÀ-ɏ0-9])\s+(?=[A-Za-zÀ-ɏ]{2})"
)
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]{2}")
_FULL_STOP = re.compile(r"(?<=[A-Za-zÀ-ɏ]{2})\.(?=\s|$)")  # not that of 3520.5
# A private-use character in place of each of the debtor's name, so that patterns can ask for "the
# name of the debtor" ({debtor} in lexicons/names.yaml) without being built anew for every call.
_DEBTOR = "\ue000"


class Text(NamedTuple):
    """`plain[i]` came from `original[origin[i]]`."""

    original: str
    plain: str
    origin: Sequence[int]

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """Map a non-empty plain range [start, end) to the original's characters."""
        return self.origin[start], self.origin[end - 1] + 1

    def to_plain(self, start: int, end: int) -> tuple[int, int]:
        """Map the original's range [start, end) back; empty where all of it was left out."""
        return bisect_left(self.origin, start), bisect_left(self.origin, end)

    def sentence_before(self, position: int) -> str:
        """Return what stands before `position` in the same sentence of the plain text."""
        before = range(position, 0, -1)
        start = next((at for at in before if self.plain[at - 1] in SENTENCE_ENDS), 0)
        return self.plain[start:position]

    def clause_around(self, start: int, end: int) -> tuple[int, int]:
        """Widen a plain range to the clause between punctuation that holds it."""
        left = next((at for at in range(start, 0, -1) if self.plain[at - 1] in _CLAUSE_ENDS), 0)
        stop = _CLAUSE_END.search(self.plain, end)
        return left, stop.start() if stop else len(self.plain)


def _plain_character(character: str) -> str:
    """One character for one character, so that offsets survive (OpenCC phrases may not)."""
    folded = unicodedata.normalize("NFKC", character).lower().translate(_MARKS)
    if len(folded) != 1:
        return character
    simplified = _simplify(folded)
    return simplified if len(simplified) == 1 else folded


class _Plain(dict[int, str | None]):
    """Characters met so far, by their numbers, as they stand in plain text; None for left out."""

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        self[code] = None if _invisible(character) else _plain_character(character)
        return self[code]


_PLAIN = _Plain()


@lru_cache(maxsize=1)
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def _simplify(character: str) -> str:
    return str(_converter().convert(character))


def _invisible(character: str) -> bool:
    """White space, and format characters such as zero-width spaces, which would hide a phrase."""
    return character.isspace() or unicodedata.category(character) == "Cf"


def normalise(original: str) -> Text:
    """Make `original` ready for matching."""
    latin = _latin_marks(original)
    if latin:
        kept = [(at, c) for at, c in enumerate(original) if at in latin or not _invisible(c)]
        marked = "".join(latin.get(at) or c.translate(_PLAIN) for at, c in kept)
        return Text(original, marked, tuple(at for at, _ in kept))
    plain = original.translate(_PLAIN)
    if len(plain) == len(original):
        return Text(original, plain, range(len(original)))
    return Text(original, plain, tuple(at for at, c in enumerate(original) if not _invisible(c)))


def _latin_marks(original: str) -> dict[int, str]:
    """Where one space between Latin words stays, and where their sentences end."""
    if not _LATIN.search(original):
        return {}
    gaps = {match.start(): " " for match in _GAP.finditer(original)}
    return gaps | {match.start(): "。" for match in _FULL_STOP.finditer(original)}


def read_turns(originals: Iterable[str], debtor_name: str) -> Iterator[Text]:
    """Make turns ready for matching, with the debtor's name marked wherever it is said in full.

    The mark has the length of the name, so that the way back stays the same.
    """
    name = normalise(debtor_name).plain
    for text in map(normalise, originals):
        if name and name in text.plain:
            marked = text.plain.replace(name, _DEBTOR * len(name))
            yield Text(text.original, marked, text.origin)
        else:
            yield text
