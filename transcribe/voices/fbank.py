"""Kaldi's filter-bank features, which speaker models are trained on.

25 ms frames every 10 ms, 80 mel bands from 20 Hz to 8 kHz, as in Kaldi's `feature-fbank` with its
default options (no dither) and in torchaudio.compliance.kaldi, on samples in -1..1. What lies far
below the speech is cut off: telephone sound stored at 16 kHz has nothing above 4 kHz but the
storage's own noise, which would count as much as the voice.
"""

from functools import cache

import numpy as np
import numpy.typing as npt

from transcribe.audio import RATE, Samples

BANDS = 80
_FRAME, _STEP, _FFT = RATE * 25 // 1000, RATE // 100, 512
_LOWEST, _HIGHEST = 20.0, RATE / 2
_EMPHASIS = 0.97
# Least power of a band: Kaldi's, and of the mean. With the second one voices are as far apart as
# before when the sound was stored in 16 bits (within 0.01); without it they move by up to 0.07.
_FLOOR, _FLOOR_SHARE = np.finfo(np.float32).eps, 1e-5

Features = npt.NDArray[np.float32]


def features(samples: Samples) -> Features:
    """(n,) at 16 kHz to (frames, BANDS), less the mean of each band; n is at least one frame."""
    frames = np.lib.stride_tricks.sliding_window_view(samples, _FRAME)[::_STEP].astype(np.float64)
    frames = frames - frames.mean(axis=1, keepdims=True)
    before = np.concatenate([frames[:, :1], frames[:, :-1]], axis=1)
    spectrum = np.fft.rfft((frames - _EMPHASIS * before) * _window(), _FFT)
    # Kaldi leaves the last bin out.
    bands = np.square(np.abs(spectrum[:, : _FFT // 2])) @ _filters().T
    logs = np.log(np.maximum(bands, max(_FLOOR, _FLOOR_SHARE * bands.mean())))
    return np.asarray(logs - logs.mean(axis=0), np.float32)


@cache
def _window() -> npt.NDArray[np.float64]:
    """Daniel Povey's: a Hann window to the power of 0.85."""
    return np.asarray(np.hanning(_FRAME) ** 0.85)


@cache
def _filters() -> npt.NDArray[np.float64]:
    """(BANDS, _FFT / 2): triangles of equal width on the mel scale."""
    edges = np.linspace(_mel(_LOWEST), _mel(_HIGHEST), BANDS + 2)[:, np.newaxis]
    at = _mel(np.arange(_FFT // 2) * RATE / _FFT)
    rising = (at - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - at) / (edges[2:] - edges[1:-1])
    return np.asarray(np.maximum(0.0, np.minimum(rising, falling)))


def _mel(hertz: npt.ArrayLike) -> npt.NDArray[np.float64]:
    return 1127.0 * np.log1p(np.asarray(hertz, np.float64) / 700.0)
