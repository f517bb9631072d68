"""Finds where somebody speaks, with the silero voice detector that ships in faster-whisper.

Speech is cut out before recognition because Whisper invents sentences on silence.
"""

from dataclasses import dataclass

from transcribe.audio import RATE, Samples
from transcribe.engine import WINDOW_S
from transcribe.problem import Problem


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one channel, in samples at 16 kHz: `start` included, `end` not."""

    start: int
    end: int


def find_speech(samples: Samples) -> list[Span]:
    """Spans of speech in one channel of shape (n,), in order; pauses from 300 ms divide them.

    None is longer than WINDOW_S less the pauses that `windows.pack` keeps around it.
    """
    try:
        from faster_whisper.vad import VadOptions, get_speech_timestamps
    except ImportError as error:
        raise Problem(
            "vad_missing",
            "the voice detector is not installed",
            mend="run: pip install faster-whisper",
        ) from error
    options = VadOptions(
        threshold=0.35,
        min_silence_duration_ms=300,
        speech_pad_ms=0,
        min_speech_duration_ms=100,
        max_speech_duration_s=WINDOW_S - 1,
    )
    found = get_speech_timestamps(samples, options, sampling_rate=RATE)
    return [Span(int(part["start"]), int(part["end"])) for part in found]
