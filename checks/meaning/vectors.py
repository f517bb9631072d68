"""The vectors of a call's turns: made once, stored with the transcript, weighed by every pack."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from checks.meaning.blocks import Floats, Halves


@dataclass(frozen=True, slots=True, eq=False)
class Vectors:
    """`rows` (windows, width) in half precision; `turns` (windows,) says whose window each is.

    `encoder` names the model that made them: vectors of another one mean nothing.
    """

    encoder: str
    rows: Halves
    turns: npt.NDArray[np.int32]

    def highest(self, scores: Floats, count: int) -> Floats:
        """(windows, labels) to (count, labels): of a long turn, the highest of its windows."""
        out = np.full((count, scores.shape[1]), -np.inf, np.float32)
        np.maximum.at(out, self.turns, scores)
        return out

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Vectors):
            return NotImplemented
        return (self.encoder, self.as_bytes()) == (other.encoder, other.as_bytes())

    def __hash__(self) -> int:
        return hash((self.encoder, self.as_bytes()))

    def as_bytes(self) -> bytes:
        """Little endian: number of rows, their turns, the rows."""
        head = np.array([len(self.turns)], "<i4").tobytes()
        return head + self.turns.astype("<i4").tobytes() + self.rows.astype("<f2").tobytes()

    @classmethod
    def from_bytes(cls, encoder: str, stored: bytes) -> "Vectors":
        (count,) = np.frombuffer(stored, "<i4", 1)
        turns = np.frombuffer(stored, "<i4", count, 4)
        rows = np.frombuffer(stored, "<f2", offset=4 + 4 * count)
        return cls(encoder, rows.reshape(count, -1 if count else 0), turns)
