"""Silences in each channel the other party's voice that leaks into it.

On a two-channel recording the other party is often heard faintly; Whisper would write those words
down again, under the wrong speaker.
"""

import numpy as np

from transcribe.audio import RATE, Samples

_FRAME = RATE // 50  # 20 ms
_SMOOTH = 11  # frames; 220 ms bridges the gaps inside a word
_DOMINANT = 10.0  # times louder, 20 dB; leaks lie at about -35 dB, two people speaking closer


def mute_crosstalk(samples: Samples) -> Samples:
    """Zero the frames of each channel in which the other is far louder; shape (2, n) in and out."""
    frames = samples.shape[1] // _FRAME
    if not frames:
        return samples
    blocks = samples[:, : frames * _FRAME].reshape(2, frames, _FRAME)
    power = np.square(blocks).mean(axis=2)
    smooth = np.stack([np.convolve(row, np.ones(_SMOOTH) / _SMOOTH, mode="same") for row in power])
    leak = smooth[::-1] > smooth * _DOMINANT**2
    out = samples.copy()
    out[:, : frames * _FRAME][np.repeat(leak, _FRAME, axis=1)] = 0
    return out
