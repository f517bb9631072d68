"""Packs spans of speech into windows for the recogniser and brings its times back.

Whisper hears 30 s at once whether they are full or not, so short spans share a window.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from transcribe.audio import RATE, Samples
from transcribe.pieces import Piece
from transcribe.vad import Span


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """Pieces of one channel laid end to end, in time order.

    Times inside a window are seconds from its own start.
    """

    pieces: tuple[Piece, ...]

    @property
    def spans(self) -> tuple[Span, ...]:
        """The speech in each piece."""
        return tuple(piece.span for piece in self.pieces)

    @property
    def cuts(self) -> tuple[Span, ...]:
        """What each piece holds of its channel."""
        return tuple(piece.cut for piece in self.pieces)

    def sound(self) -> Samples:
        """What a recogniser hears, shape (n,)."""
        return np.concatenate([piece.samples for piece in self.pieces])

    def owner(self, second: float) -> int:
        """Index of the span that sounds at `second` of the window; the last one after its end."""
        index = bisect_right(self._ends(), round(second * RATE))
        return min(index, len(self.pieces) - 1)

    def original(self, index: int, second: float) -> float:
        """Bring `second` of the window to seconds of the recording, kept inside cut `index`."""
        part = self.pieces[index].cut
        moment = part.end - self._ends()[index] + round(second * RATE)
        return round(min(max(moment, part.start), part.end) / RATE, 2)

    def _ends(self) -> list[int]:
        return list(accumulate(len(piece.samples) for piece in self.pieces))


def pack(pieces: Iterable[tuple[int, Piece]], limit_s: float) -> Iterator[tuple[int, Window]]:
    """Fill windows of at most `limit_s` seconds, each with pieces of one channel, in order.

    With a limit of 0 each piece is alone. Pieces and windows come with their channel's number; a
    window is given as soon as it is full.
    """
    filling: dict[int, list[Piece]] = defaultdict(list)
    for channel, piece in pieces:
        held = filling[channel]
        if held and sum(len(part.samples) for part in [*held, piece]) > int(limit_s * RATE):
            yield channel, Window(tuple(held))
            held.clear()
        held.append(piece)
    yield from ((channel, Window(tuple(held))) for channel, held in filling.items())
