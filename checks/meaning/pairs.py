"""A turn together with what the other side said just before it: what the encoder is shown.

`<s> before </s> text </s>`; learning and checking build it by the same functions.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checks.meaning.tokens import BOS, EOS, Tokenizer
from checks.text import normalise
from transcribe.transcript import Turn

# As in the study that chose this shape: spoken turns average 18 characters, 12 pieces.
BEFORE_PIECES, TEXT_PIECES = 24, 64
# A longer turn is read in windows that overlap by half, so that nothing is cut apart for good.
_STRIDE = TEXT_PIECES // 2


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
    """(before, text) of every turn; of an unknown speaker, the turn before, whoever spoke."""
    return [(_before(turns, at), turn.text) for at, turn in enumerate(turns)]


def _before(turns: Sequence[Turn], at: int) -> str:
    speaker = turns[at].speaker
    earlier = (
        turn.text
        for turn in reversed(turns[:at])
        if turn.speaker != speaker or speaker == "unknown"
    )
    return next(earlier, "")
