"""Which channels of a recording somebody can be heard in, and whether two are one."""

import numpy as np
import numpy.typing as npt

# Loudest 100 ms (root mean square, full scale 1.0) below which nobody speaks: -60 dBFS. The
# quietest A-law step is -72 dBFS, so a line carrying only its codec's idle noise counts as silent.
_SILENT_RMS = 10 ** (-60 / 20)
# Two sides are one sound when at least this share of the one's power follows from the other and
# neither is more than 6 dB louder. Line noise of -45 dBFS beside speech of -23 leaves 0.987; who
# leaks into the other side's line is 20 dB down or more.
_ALIKE, _LOUDER = 0.98, 4.0


class Survey:
    """What a recording's channels are like, from its blocks; `length` in samples, `rate` in Hz."""

    def __init__(self, rate: int) -> None:
        self._frame = max(rate // 10, 1)
        self.length = 0
        self._loudest: npt.NDArray[np.float64] = np.zeros(1)  # power of the loudest frame
        self._power: npt.NDArray[np.float64] = np.zeros((1, 1))  # of each and of both together

    def add(self, block: npt.NDArray[np.float32]) -> None:
        """Take the next block, shape (channels, n)."""
        self.length += block.shape[1]
        padded = np.pad(block, ((0, 0), (0, -block.shape[1] % self._frame)))
        frames = np.square(padded).reshape(len(block), -1, self._frame).mean(axis=2)
        self._loudest = np.maximum(self._loudest, frames.max(axis=1))
        self._power = self._power + block @ block.T

    def heard(self) -> tuple[int, ...]:
        """The channels in which somebody can be heard."""
        return tuple(np.flatnonzero(self._loudest >= _SILENT_RMS**2).tolist())

    def louder(self) -> int:
        """The channel with more power."""
        return int(self._power.diagonal().argmax())

    def alike(self) -> bool:
        """Whether two channels carry one sound."""
        if len(self.heard()) < 2:
            return False
        (left, both), (_both, right) = self._power.tolist()
        level = max(left, right) < _LOUDER * min(left, right)
        return bool(level and both * both > _ALIKE * left * right)
