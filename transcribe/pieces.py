"""Cuts the speech out of a recording while it is decoded: of hours, seconds are in memory."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from transcribe.audio import RATE, Samples
from transcribe.vad import Span, SpeechFinder

# Sound kept before and after each span, so that no first or last syllable is lost and pauses
# inside a sentence stay: with 0.4 s the error rate on nine real clips was 0.163, that of the
# uncut clips; with 0.2 s it was 0.209.
PAD = int(0.4 * RATE)


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A span of speech and what is kept around it: `samples` is the sound of `cut`, shape (n,)."""

    span: Span
    cut: Span
    samples: Samples


def cut_speech(blocks: Iterable[Samples]) -> Iterator[tuple[int, Piece]]:
    """Every piece with its channel's number, in order within a channel.

    `blocks` are of shape (channels, n) and follow each other.
    """
    cutters: list[Cutter] = []
    for block in blocks:
        cutters = cutters or [Cutter() for _ in block]
        for number, (cutter, samples) in enumerate(zip(cutters, block, strict=True)):
            yield from ((number, piece) for piece in cutter.feed(samples))
    for number, cutter in enumerate(cutters):
        yield from ((number, piece) for piece in cutter.finish())


class Cutter:
    """Cuts one channel. Neighbours closer than two pads share what is between them."""

    def __init__(self) -> None:
        self._finder = SpeechFinder()
        self._held: Samples = np.zeros(0, np.float32)
        self._first = 0  # what the first held sample is in the channel
        self._waiting: list[Span] = []  # whose end or right neighbour is not known yet
        self._free = 0  # from here on sound belongs to no earlier piece

    def feed(self, samples: Samples) -> Iterator[Piece]:
        """Pieces that are complete by now; samples of shape (n,)."""
        self._held = np.concatenate([self._held, samples])
        self._waiting += self._finder.feed(samples)
        yield from self._complete(self._finder.settled)
        self._forget()

    def finish(self) -> Iterator[Piece]:
        """The rest."""
        self._waiting += self._finder.finish()
        end = self._first + len(self._held)
        yield from self._complete(end + 2 * PAD)

    def _complete(self, settled: int) -> Iterator[Piece]:
        """Pieces whose end no further span can change: the next begins at `settled` or later."""
        while self._waiting:
            span, *others = self._waiting
            after = others[0].start if others else settled
            if not others and after - span.end < 2 * PAD:
                return
            cut = Span(
                max(span.start - PAD, self._free),
                min(span.end + PAD, (span.end + after) // 2, self._first + len(self._held)),
            )
            self._waiting, self._free = others, (span.end + after) // 2
            yield Piece(span, cut, self._sound(cut))

    def _sound(self, cut: Span) -> Samples:
        return self._held[cut.start - self._first : cut.end - self._first].copy()

    def _forget(self) -> None:
        """Let go of what no later piece can hold."""
        start = self._waiting[0].start if self._waiting else self._finder.settled
        unneeded = max(start - PAD - self._first, 0)
        self._held, self._first = self._held[unneeded:], self._first + unneeded
