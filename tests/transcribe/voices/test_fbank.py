"""Features against those of kaldi-native-fbank 1.23.0 on the same sound."""

import numpy as np
import pytest

from transcribe.audio import RATE
from transcribe.voices.fbank import BANDS, features

# Frames 0, 20 and 47; bands 0, 10, 30, 50 and 79, less each band's mean.
KALDI = [
    [1.696, 9.817, -8.205, -0.276, 0.0],
    [-2.114, -1.332, -1.604, -0.276, 0.0],
    [-1.133, -4.323, -1.737, 1.805, 0.0],
]


def test_the_features_are_kaldis() -> None:
    at = np.arange(RATE // 2) / RATE
    sweep = 0.3 * np.sin(2 * np.pi * (200 + 1500 * at) * at) + 0.01 * np.sin(2 * np.pi * 5000 * at)
    found = features(sweep.astype(np.float32))
    assert found.shape == (48, BANDS)
    assert found[[0, 20, 47]][:, [0, 10, 30, 50, 79]] == pytest.approx(np.array(KALDI), abs=2e-3)
