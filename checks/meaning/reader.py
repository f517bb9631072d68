"""Reads turns: how probably each of them shows each rule or speech act.

`Reader` is what rules see, so that another model can take this one's place.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np

from checks.meaning.folder import read_card
from checks.meaning.onnx_model import OnnxModel
from checks.meaning.pairs import pairs
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
    def thresholds(self) -> Mapping[str, float]:
        """By label, the probability from which a turn counts as showing it."""

    def read(self, turns: Sequence[Turn]) -> Mapping[str, tuple[float, ...]]:
        """By label, one calibrated probability a turn, whoever spoke."""


class OnnxReader:
    """The fine-tuned encoder in `folder`; turns read once are remembered."""

    def __init__(self, folder: Path = MODEL_FOLDER) -> None:
        self._card = read_card(folder)
        self._model = OnnxModel(folder)
        self._slopes, self._offsets = map(np.array, map(self._card.column, ("slope", "offset")))
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._probabilities)

    @property
    def digest(self) -> str:
        return self._card.digest

    @property
    def thresholds(self) -> Mapping[str, float]:
        return dict(zip(self._card.labels, self._card.column("threshold"), strict=True))

    def read(self, turns: Sequence[Turn]) -> Mapping[str, tuple[float, ...]]:
        rows = [self._remembered(before, text) for before, text in pairs(turns)]
        columns = zip(*rows, strict=True) if rows else [()] * len(self._card.labels)
        return dict(zip(self._card.labels, columns, strict=True))

    def _probabilities(self, before: str, text: str) -> tuple[float, ...]:
        logits = self._model.logits(before, text).astype(np.float64)
        exact = 1 / (1 + np.exp(-(self._slopes * logits + self._offsets)))
        return tuple(exact.round(4).tolist())


@lru_cache(maxsize=4)
def find_reader(folder: Path = MODEL_FOLDER) -> tuple[Reader | None, str]:
    """The reader, or None and why there is none: the other layers go on without it."""
    try:
        return OnnxReader(folder), ""
    except Problem as problem:
        return None, str(problem)


def available(folder: Path = MODEL_FOLDER) -> str:
    """Say `on`, or `off: ` and why, as `status` shows it."""
    _reader, reason = find_reader(folder)
    return f"off: {reason}" if reason else "on"
