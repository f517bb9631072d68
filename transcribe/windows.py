"""Packs spans of speech into windows for the recogniser and brings its times back.

Whisper hears 30 s at once whether they are full or not, so short spans share a window.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np

from transcribe.audio import RATE, Samples
from transcribe.vad import Span

# Sound kept before and after each span, so that no first or last syllable is lost and pauses
# inside a sentence stay: with 0.4 s the error rate on nine real clips was 0.163, that of the
# uncut clips; with 0.2 s it was 0.209.
_PAD = int(0.4 * RATE)


@dataclass(frozen=True, slots=True)
class Window:
    """Padded spans (`cuts`) laid end to end, in time order, and the speech inside each.

    Times inside a window are seconds from its own start.
    """

    spans: tuple[Span, ...]
    cuts: tuple[Span, ...]

    def cut(self, samples: Samples) -> Samples:
        """Cut this window's sound out of its channel, both of shape (n,)."""
        return np.concatenate([samples[part.start : part.end] for part in self.cuts])

    def owner(self, second: float) -> int:
        """Index of the span that sounds at `second` of the window; the last one after its end."""
        index = bisect_right(self._ends(), round(second * RATE))
        return min(index, len(self.cuts) - 1)

    def original(self, index: int, second: float) -> float:
        """Bring `second` of the window to seconds of the recording, kept inside cut `index`."""
        part = self.cuts[index]
        moment = part.end - self._ends()[index] + round(second * RATE)
        return round(min(max(moment, part.start), part.end) / RATE, 2)

    def _ends(self) -> list[int]:
        return list(accumulate(part.end - part.start for part in self.cuts))


def pack(spans: Sequence[Span], total: int, limit_s: float) -> list[Window]:
    """Fill windows of at most `limit_s` seconds in order; a span is never divided, with 0 alone.

    `total` is the length of the channel in samples; `spans` are in order and do not overlap.
    """
    windows: list[list[tuple[Span, Span]]] = []
    room = 0
    for span, part in zip(spans, _padded(spans, total), strict=True):
        length = part.end - part.start
        if not windows or length > room:
            windows.append([])
            room = int(limit_s * RATE)
        windows[-1].append((span, part))
        room -= length
    return [Window(*(tuple(column) for column in zip(*window, strict=True))) for window in windows]


def _padded(spans: Sequence[Span], total: int) -> list[Span]:
    """Each span with the sound around it; neighbours closer than two pads share what is between."""
    if not spans:
        return []
    middles = [(left.end + right.start) // 2 for left, right in pairwise(spans)]
    return [
        Span(max(span.start - _PAD, before), min(span.end + _PAD, after))
        for span, before, after in zip(spans, [0, *middles], [*middles, total], strict=True)
    ]
