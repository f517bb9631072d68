"""Stands in for the voice detector, which knows that a tone is no speech."""

import numpy as np
import numpy.typing as npt

from transcribe.audio import Samples
from transcribe.silero import FRAME


class Loudness:
    """Takes what is loud for speech (see transcribe.silero.Silero)."""

    def chances(self, samples: Samples) -> npt.NDArray[np.float32]:
        loudest = np.abs(samples.reshape(-1, FRAME)).max(axis=1)
        return (loudest > 0.02).astype(np.float32)
