"""Has the voices of a one-channel recording heard, where there is a model for it."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from transcribe.audio import RATE, Samples
from transcribe.pieces import Piece
from transcribe.transcript import Turn
from transcribe.voices.campplus import CamPlusPlus, installed
from transcribe.voices.listen import Voices


def listener() -> Voices | None:
    """One that has heard nothing yet; None where the model is not installed."""
    return Voices(_model()) if installed() else None


def hear(pieces: Iterable[tuple[int, Piece]], voices: Voices | None) -> Iterator[tuple[int, Piece]]:
    """The same pieces; `voices`, if any, hears the speech in each as it passes."""
    for side, piece in pieces:
        if voices:
            start = piece.span.start - piece.cut.start
            length = piece.span.end - piece.span.start
            voices.hear(piece.span.start, piece.samples[start : start + length])
        yield side, piece


def told_apart(turns: Sequence[Turn], samples: Samples) -> list[Turn]:
    """The turns of one channel, shape (n,), as `Voices.marked` gives them.

    Unchanged where the model is not installed.
    """
    voices = listener()
    if voices is None:
        return list(turns)
    for turn in turns:
        start = round(turn.start * RATE)
        voices.hear(start, samples[start : round(turn.end * RATE)])
    return voices.marked(turns)


@cache
def _model() -> CamPlusPlus:
    return CamPlusPlus()
