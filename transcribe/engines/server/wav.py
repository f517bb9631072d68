"""The form in which sound is sent."""

import io
import wave

import numpy as np

from transcribe.audio import RATE, Samples


def as_wav(samples: Samples) -> bytes:
    """One channel, float32 in -1..1 at 16 kHz, as a WAV file of 16 bits."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return file.getvalue()
