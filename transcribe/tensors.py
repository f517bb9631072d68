"""The tensors of CTranslate2's file format, by name.

The file is CTranslate2's `model.bin`, version 6, little endian.
"""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

from transcribe.problem import Problem

Array = npt.NDArray[Any]

_TYPES = {0: np.float32, 1: np.int8, 2: np.int16, 3: np.int32, 4: np.float16}


def read_tensors(path: Path) -> dict[str, Array]:
    """Read all named tensors of a CTranslate2 `model.bin`; raises `Problem` on anything else."""
    try:
        with path.open("rb") as file:
            return dict(_tensors(file))
    except (struct.error, KeyError, ValueError, UnicodeDecodeError) as error:
        raise Problem(
            "model_unreadable",
            "this is not a CTranslate2 Whisper model",
            where=path.name,
            mend="give the folder that holds model.bin",
        ) from error


def _tensors(file: BinaryIO) -> Iterator[tuple[str, Array]]:
    (version,) = _unpack(file, "I")
    if version != 6:
        raise ValueError(f"file version {version}")
    _text(file)
    _revision, count = _unpack(file, "II")
    for _ in range(count):
        name = _text(file)
        (rank,) = _unpack(file, "B")
        shape = _unpack(file, f"{rank}I")
        kind, size = _unpack(file, "BI")
        yield name, np.frombuffer(file.read(size), dtype=_TYPES[kind]).reshape(shape)


def _unpack(file: BinaryIO, form: str) -> tuple[int, ...]:
    return struct.unpack("<" + form, file.read(struct.calcsize("<" + form)))


def _text(file: BinaryIO) -> str:
    (length,) = _unpack(file, "H")
    return file.read(length).rstrip(b"\0").decode()
