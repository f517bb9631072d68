"""A turn together with what was said just before it: what the encoder is shown.

`<s> before </s> text </s>`; learning and checking build it by the same functions.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checks.meaning.tokens import BOS, EOS, Tokenizer
from checks.text import normalise
from transcribe.transcript import Turn

# Spoken turns average 20 characters, 12 pieces: three turns of context and a long turn fit.
BEFORE_TURNS, BEFORE_PIECES, TEXT_PIECES = 3, 48, 64
# A longer turn is read in windows that overlap by half, so that nothing is cut apart for good.
_STRIDE = TEXT_PIECES // 2
MARKS = {"agent": "催：", "customer": "客：", "unknown": ""}
"""Stands before each turn of the context: who is said to have spoken it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Ids for the encoder; the vector is the mean from `start` on (the text and its end mark)."""

    ids: tuple[int, ...]
    start: int


def plain(text: str) -> str:
    """The form that the layer reads: simplified, half width, lower case, no white space."""
    return normalise(text).plain


def show(before: str, text: str, tokenizer: Tokenizer) -> Iterator[Shown]:
    """One window for most turns, several for a long one."""
    context = tokenizer.encode(plain(before))[-BEFORE_PIECES:] if before else []
    pieces = tokenizer.encode(plain(text))
    for at in range(0, max(1, len(pieces) - _STRIDE), _STRIDE):
        window = pieces[at : at + TEXT_PIECES]
        yield Shown((BOS, *context, EOS, *window, EOS), len(context) + 2)


def pairs(turns: Sequence[Turn]) -> list[tuple[str, str]]:
    """(before, text) of every turn."""
    return [
        (_before(turns[max(0, at - BEFORE_TURNS) : at]), turn.text) for at, turn in enumerate(turns)
    ]


def _before(turns: Sequence[Turn]) -> str:
    return "".join(MARKS[turn.speaker] + turn.text for turn in turns)
