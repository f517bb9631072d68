"""Features against those of kaldi-native-fbank 1.23.0 on the same sound."""

import numpy as np
import pytest

from transcribe.audio import RATE, Samples
from transcribe.voices.fbank import BANDS, features

# Frames 0, 20 and 47; bands 10, 30, 50 and 79, less each band's mean.
KALDI = [
    [1.685, 0.385, 0.453, -0.594],
    [0.178, -0.289, -0.135, 0.706],
    [0.079, -0.414, -0.254, 0.16],
]


def sweep() -> Samples:
    """Half a second of a rising tone in noise."""
    at = np.arange(RATE // 2) / RATE
    noise = 0.1 * np.random.default_rng(7).normal(size=len(at))
    return (0.1 * np.sin(2 * np.pi * (200 + 1500 * at) * at) + noise).astype(np.float32)


def test_the_features_are_kaldis() -> None:
    found = features(sweep())
    assert found.shape == (48, BANDS)
    # Band 0 is narrow and sometimes nearly empty, which is cut off.
    assert found[[0, 20, 47]][:, [10, 30, 50, 79]] == pytest.approx(np.array(KALDI), abs=2e-3)


def test_what_storage_adds_above_the_telephone_band_changes_nothing() -> None:
    spectrum = np.fft.rfft(sweep())
    spectrum[int(3400 / 2) :] = 0  # bins of 2 Hz
    sound = np.fft.irfft(spectrum)
    stored = np.round(sound * 32767) / 32767
    one, other = (features(wave.astype(np.float32)) for wave in (sound, stored))
    assert np.abs(one - other).mean() < 0.01
