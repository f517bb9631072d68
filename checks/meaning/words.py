"""The table of word vectors, 4 bits a number as published: not trained, so nothing is lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


def multiply_out(scales: npt.NDArray[np.float16], nibbles: npt.NDArray[Any]) -> Floats:
    """Blocks of 32 numbers: scale (..., blocks), bytes (..., blocks, 16) to (..., blocks, 32).

    The low halves of the bytes are the first 16 numbers, the high halves the rest.
    """
    whole = np.concatenate([nibbles & 15, nibbles >> 4], axis=-1).astype(np.float32) - 8
    return whole * scales[..., None].astype(np.float32)


@dataclass(frozen=True, slots=True)
class WordTable:
    """`scales` (pieces, 12) and `nibbles` (pieces, 12, 16): one row a piece."""

    scales: npt.NDArray[np.float16]
    nibbles: npt.NDArray[np.uint8]

    def vectors(self, ids: Sequence[int]) -> Floats:
        """(len(ids), 384)."""
        rows = list(ids)
        return multiply_out(self.scales[rows], self.nibbles[rows]).reshape(len(rows), -1)
