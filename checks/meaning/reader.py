"""Reads turns: how probably each of them shows each rule or speech act.

`Reader` is what rules see, so that another model can take this one's place.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np

from checks.meaning.blocks import Floats, Halves
from checks.meaning.folder import read_card, read_head
from checks.meaning.onnx_model import OnnxModel
from checks.meaning.pairs import pairs
from checks.meaning.vectors import Vectors
from transcribe.problem import Problem
from transcribe.transcript import Turn

MODEL_FOLDER = Path(__file__).parent / "model"
# Turns remembered in one process, about 1 kB each: a call is checked again and again while rules
# are written, and openings repeat word for word.
_REMEMBERED = 20_000


class Reader(Protocol):
    """A model of meaning. Same digest, same turns: the same probabilities."""

    @property
    def digest(self) -> str:
        """Names the model and its thresholds."""

    @property
    def encoder(self) -> str:
        """Names what the vectors depend on."""

    @property
    def thresholds(self) -> Mapping[str, float]:
        """By label, the probability from which a turn counts as showing it."""

    def vectors(self, turns: Sequence[Turn]) -> Vectors:
        """What the turns mean, in their context; the dear part of reading."""

    def read(self, vectors: Vectors, count: int) -> Mapping[str, tuple[float, ...]]:
        """By label, one calibrated probability a turn (of `count`), whoever spoke; cheap."""

    def vector_of(self, sentence: str) -> Halves:
        """(width,): an example sentence by itself, comparable to the turns' vectors."""


class OnnxReader:
    """The fine-tuned encoder in `folder`, loaded on first use; turns read once are remembered."""

    def __init__(self, folder: Path = MODEL_FOLDER) -> None:
        card = read_card(folder)
        self._folder, self._labels = folder, card.labels
        self._digest, self._encoder = card.digest, card.encoder
        self._thresholds = dict(zip(card.labels, card.column("threshold"), strict=True))
        self._weight, self._bias = read_head(folder)
        self._slopes, self._offsets = map(np.array, map(card.column, ("slope", "offset")))
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._rows)

    @property
    def digest(self) -> str:
        return self._digest

    @property
    def encoder(self) -> str:
        return self._encoder

    @property
    def thresholds(self) -> Mapping[str, float]:
        return self._thresholds

    def vectors(self, turns: Sequence[Turn]) -> Vectors:
        rows = [self._remembered(before, text) for before, text in pairs(turns)]
        width = self._weight.shape[1]
        stacked = np.concatenate(rows) if rows else np.zeros((0, width), np.float16)
        owners = np.repeat(np.arange(len(rows), dtype=np.int32), [len(part) for part in rows])
        return Vectors(self.encoder, stacked, owners)

    def read(self, vectors: Vectors, count: int) -> Mapping[str, tuple[float, ...]]:
        if not count:
            return dict.fromkeys(self._labels, ())
        logits = vectors.highest(self._scores(vectors.rows), count)
        exact = 1 / (1 + np.exp(-(self._slopes * logits.astype(np.float64) + self._offsets)))
        columns = exact.round(4).T.tolist()
        return {label: tuple(p) for label, p in zip(self._labels, columns, strict=True)}

    def logits(self, before: str, text: str) -> Floats:
        """(labels,) of one turn, before calibration."""
        highest: Floats = self._scores(self._rows(before, text)).max(0)
        return highest

    def _scores(self, rows: Halves) -> Floats:
        """(windows, labels), without BLAS, whose sums depend on the number of rows and threads."""
        scores: Floats = np.einsum("wv,lv->wl", rows.astype(np.float32), self._weight) + self._bias
        return scores

    def vector_of(self, sentence: str) -> Halves:
        first: Halves = self._remembered("", sentence)[0]
        return first

    def _rows(self, before: str, text: str) -> Halves:
        return _model(self._folder, self.encoder).vectors(before, text)


@lru_cache(maxsize=2)
def _model(folder: Path, _encoder: str) -> OnnxModel:
    return OnnxModel(folder)


@lru_cache(maxsize=4)
def find_reader(folder: Path = MODEL_FOLDER) -> tuple[Reader | None, str]:
    """The reader, or None and why there is none: the other layers go on without it."""
    try:
        reader = OnnxReader(folder)
        reader.vector_of("您好")
    except Problem as problem:
        return None, str(problem)
    return reader, ""


def available(folder: Path = MODEL_FOLDER) -> str:
    """Say `on`, or `off: ` and why, as `status` shows it."""
    _reader, reason = find_reader(folder)
    return f"off: {reason}" if reason else "on"
