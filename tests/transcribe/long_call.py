"""Run by test_long_recordings.py: `python long_call.py FILE STUB`; prints a JSON object.

Hears a recording with a recogniser that writes one word a window, and tells how much memory that
took. With STUB 1 loud stands in for speech, so that the voice detector costs no minutes.
"""

import json
import resource
import sys
from collections.abc import Sequence
from pathlib import Path

from loudness import Loudness

from transcribe import vad
from transcribe.audio import RATE, Samples
from transcribe.engine import Heard
from transcribe.run import transcribe_recording


class Counter:
    """Counts what it is given, and hears one word in it."""

    name, digest, window_s = "counter 1", "00", 28.0

    def __init__(self) -> None:
        self.windows, self.seconds = 0, 0.0

    def recognise(self, samples: Samples, prompt: str) -> Sequence[Heard]:
        self.windows += 1
        self.seconds += len(samples) / RATE
        return [Heard(0.5, 0.6, "喂", 0.9)]


def megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    if sys.argv[2] == "1":
        vad.Silero = Loudness  # type: ignore[misc, assignment]
    else:
        vad.Silero()  # so that loading it does not count
    before, counter = megabytes(), Counter()
    transcript = transcribe_recording(
        Path(sys.argv[1]), channels={"left": "agent", "right": "customer"}, engine=counter
    )
    told = {
        "duration_s": transcript.duration_s,
        "windows": counter.windows,
        "heard_s": counter.seconds,
        "before_mb": before,
        "peak_mb": megabytes(),
    }
    sys.stdout.write(json.dumps(told))
