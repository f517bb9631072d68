"""The encoder's matrices: as published, in 4 bits, plus what was learnt here, of low rank.

The published part is the same after every training; only the small correction changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from checks.meaning.blocks import Blocks, Floats

BASE, LEARNT = "base.npz", "learnt.npz"


@dataclass(frozen=True, slots=True)
class Correction:
    """`up` (outputs, rank) times `down` (rank, inputs) is added to a matrix."""

    down: npt.NDArray[np.float16]
    up: npt.NDArray[np.float16]


def write_matrices(
    folder: Path, base: Mapping[str, Blocks], learnt: Mapping[str, Correction]
) -> None:
    """Both by the matrix's name; rows of `base` are outputs."""
    fixed: dict[str, Any] = {f"{name}.scales": table.scales for name, table in base.items()}
    fixed |= {f"{name}.nibbles": table.nibbles for name, table in base.items()}
    np.savez(folder / BASE, **fixed)
    small: dict[str, Any] = {f"{name}.down": part.down for name, part in learnt.items()}
    small |= {f"{name}.up": part.up for name, part in learnt.items()}
    np.savez(folder / LEARNT, **small)


def read_matrices(folder: Path) -> dict[str, Floats]:
    """Corrected matrices by name, (inputs, outputs) as the graph multiplies them."""
    with np.load(folder / BASE) as base, np.load(folder / LEARNT) as learnt:
        names = [key.removesuffix(".scales") for key in base.files if key.endswith(".scales")]
        return {
            name: corrected(
                Blocks(base[f"{name}.scales"], base[f"{name}.nibbles"]),
                Correction(learnt[f"{name}.down"], learnt[f"{name}.up"]),
            )
            for name in names
        }


def corrected(base: Blocks, learnt: Correction) -> Floats:
    """Published plus learnt, transposed."""
    whole = base.all() + learnt.up.astype(np.float32) @ learnt.down.astype(np.float32)
    return np.ascontiguousarray(whole.T)
