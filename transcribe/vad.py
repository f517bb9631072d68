"""Finds where somebody speaks.

Speech is cut out before recognition because Whisper invents sentences on silence.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from transcribe.audio import RATE, Samples
from transcribe.engine import WINDOW_S
from transcribe.silero import FRAME, Silero

# Chances from which speech begins and below which it pauses; between them it goes on as it was.
_SPEECH, _PAUSE = 0.35, 0.2
_LONG_PAUSE = 300 * RATE // 1000  # ends a span
_SHORT_PAUSE = 98 * RATE // 1000  # where a span may be divided that grows too long
_SHORTEST = 100 * RATE // 1000  # no longer than a click: dropped
_LONGEST = int((WINDOW_S - 1) * RATE) - FRAME  # leaves room for the pauses around it in a window


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one channel, in samples at 16 kHz: `start` included, `end` not."""

    start: int
    end: int


class SpeechFinder:
    """Finds the spans of speech in one channel, which is given in order, in pieces.

    Pauses from 300 ms divide spans. None is longer than WINDOW_S less the pauses that are kept
    around it: a longer one is divided at its last short pause, or where it must be.
    """

    def __init__(self) -> None:
        self._silero = Silero()
        self._rest: Samples = np.zeros(0, np.float32)
        self._at = 0  # where the next frame begins
        self._start: int | None = None  # of the span that is open
        self._pause: int | None = None  # where its present pause began
        self._cut: int | None = None  # where its last pause began that was not too short
        self._resumed: int | None = None  # where it went on after that

    @property
    def settled(self) -> int:
        """No further span begins before this sample."""
        return self._at if self._start is None else self._start

    def feed(self, samples: Samples) -> list[Span]:
        """Spans that ended by now; samples of shape (n,)."""
        held = np.concatenate([self._rest, samples])
        whole = len(held) // FRAME * FRAME
        self._rest = held[whole:]
        return list(self._spans(self._silero.chances(held[:whole])))

    def finish(self) -> list[Span]:
        """What was still open when the sound ended."""
        end = self._at + len(self._rest)
        found = self.feed(np.zeros(FRAME - len(self._rest), np.float32))
        if self._start is not None and end - self._start > _SHORTEST:
            found.append(Span(self._start, end))
        return found

    def _spans(self, chances: npt.NDArray[np.float32]) -> Iterator[Span]:
        for chance in chances.tolist():
            yield from self._frame(self._at, chance)
            self._at += FRAME

    def _frame(self, at: int, chance: float) -> Iterator[Span]:
        if chance >= _SPEECH:
            if self._start is None:
                self._start = at
                return
            if self._pause is not None and self._cut is not None and self._resumed is None:
                self._resumed = at
            self._pause = None
        if self._start is not None and at - self._start > _LONGEST:
            yield self._divided(at)
        if chance < _PAUSE and self._start is not None:
            yield from self._paused(at, self._start)

    def _divided(self, at: int) -> Span:
        span = Span(self._start or 0, at if self._cut is None else self._cut)
        self._close(self._resumed if self._cut is not None else None)
        return span

    def _paused(self, at: int, start: int) -> Iterator[Span]:
        self._pause = at if self._pause is None else self._pause
        if at - self._pause > _SHORT_PAUSE:
            self._cut, self._resumed = self._pause, None
        if at - self._pause < _LONG_PAUSE:
            return
        if self._pause - start > _SHORTEST:
            yield Span(start, self._pause)
        self._close(None)

    def _close(self, next_start: int | None) -> None:
        self._start, self._pause, self._cut, self._resumed = next_start, None, None, None


def find_speech(samples: Samples) -> list[Span]:
    """Spans of speech in one whole channel of shape (n,), in order."""
    finder = SpeechFinder()
    return [*finder.feed(samples), *finder.finish()]
