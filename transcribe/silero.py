"""The silero voice detector, whose model ships in faster-whisper."""

from typing import Any

import numpy as np
import numpy.typing as npt

from transcribe.audio import Samples
from transcribe.problem import Problem

FRAME = 512  # samples; what silero judges at once at 16 kHz
_CONTEXT = 64  # samples of the frame before, which silero wants in front of each


class Silero:
    """The chance of speech in each frame of one channel, which is given in order, in pieces."""

    def __init__(self) -> None:
        self._session: Any = _session()
        self._state = [np.zeros((1, 1, 128), np.float32) for _ in "hc"]
        self._before = np.zeros(_CONTEXT, np.float32)

    def chances(self, samples: Samples) -> npt.NDArray[np.float32]:
        """Shape (n,) in, a whole number of frames; shape (n / FRAME,) out, each 0..1."""
        if not len(samples):
            return np.zeros(0, np.float32)
        frames = samples.reshape(-1, FRAME)
        ends = frames[:, -_CONTEXT:]
        context = np.concatenate([self._before[np.newaxis], ends[:-1]])
        self._before = ends[-1].copy()
        state = dict(zip("hc", self._state, strict=True))
        inputs = {"input": np.concatenate([context, frames], axis=1), **state}
        found, *self._state = self._session.run(None, inputs)
        return np.asarray(found, np.float32).reshape(-1)


def _session() -> Any:
    try:
        from faster_whisper.vad import get_vad_model
    except ImportError as error:
        raise Problem(
            "vad_missing",
            "the voice detector is not installed",
            mend="run: pip install faster-whisper",
        ) from error
    return get_vad_model().session
