"""Notices an engine that loads, answers and hears nothing: a wrong model, a broken server.

Its calls would be audited as silent ones, with no violation in them.
"""

from collections.abc import Sequence

from transcribe.audio import RATE, Samples
from transcribe.engine import Engine, Heard
from transcribe.problem import Problem

# Seconds of speech, by the voice detector, in which a recogniser writes at least one word. Ringing
# and noise have none; a hummed tune or a shout may have this much. An estimate, not measured.
_SURELY_SPEECH_S = 10.0


class Attended:
    """An engine, with count of what it was given and what it heard, for one recording."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.name, self.digest, self.window_s = engine.name, engine.digest, engine.window_s
        self._given_s, self._words = 0.0, 0

    def recognise(self, samples: Samples, prompt: str) -> Sequence[Heard]:
        heard = self._engine.recognise(samples, prompt)
        self._given_s += len(samples) / RATE
        self._words += sum(bool(piece.text.strip()) for piece in heard)
        return heard

    def require_words(self, where: str) -> None:
        """Problem `nothing_heard` where there was speech and not one word came."""
        if self._words == 0 and self._given_s >= _SURELY_SPEECH_S:
            raise Problem(
                "nothing_heard",
                f"{self.name} wrote no word for {self._given_s:.0f} s of speech",
                where=where,
                mend="listen to the recording; if somebody speaks, try another engine or model",
            )
