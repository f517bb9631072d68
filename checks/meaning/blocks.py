"""Tables of numbers in 4 bits, as the encoder was published: kept so, nothing is lost again."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Halves = npt.NDArray[np.float16]


@dataclass(frozen=True, slots=True)
class Blocks:
    """Rows of blocks of 32 numbers: `scales` (rows, blocks), `nibbles` (rows, blocks, 16).

    The low halves of the bytes are the first 16 numbers of a block, the high halves the rest.
    """

    scales: npt.NDArray[np.float16]
    nibbles: npt.NDArray[np.uint8]

    def all(self) -> Floats:
        """Every row: (rows, 32 * blocks)."""
        whole = np.concatenate([self.nibbles & 15, self.nibbles >> 4], axis=-1)
        numbers = (whole.astype(np.float32) - 8) * self.scales[..., None].astype(np.float32)
        return numbers.reshape(len(self.scales), -1)

    def rows(self, ids: Sequence[int]) -> Floats:
        """(len(ids), 32 * blocks)."""
        chosen = list(ids)
        return Blocks(self.scales[chosen], self.nibbles[chosen]).all()
