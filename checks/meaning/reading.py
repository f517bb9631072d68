"""One call as the meaning layer reads it: only when a rule asks, and once for all rules."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from checks.meaning.blocks import Floats, Halves
from checks.meaning.reader import Reader
from checks.meaning.vectors import Vectors
from transcribe.transcript import Turn


class Known(NamedTuple):
    """Of one label: each turn's probability, the highest, and that from which a turn shows it."""

    probabilities: Sequence[float]
    highest: float
    threshold: float

    def shown(self, share: float = 1.0) -> Collection[int]:
        """The turns that show it from that share of the threshold on."""
        return self.from_on(self.threshold * share)

    def from_on(self, least: float) -> Collection[int]:
        """The turns that show it at least so probably."""
        if self.highest < least:
            return ()
        return [turn for turn, p in enumerate(self.probabilities) if p >= least]


@dataclass(slots=True)
class Reading:
    """`reader` is None where the layer is off; `stored` are vectors made by an earlier check."""

    reader: Reader | None
    turns: Sequence[Turn]
    stored: Vectors | None = None
    _known: Mapping[str, Known] | None = field(default=None, init=False)

    def known(self, label: str) -> Known | None:
        """None where the layer is off or does not know the label ("" for none)."""
        if self._known is None:
            self._known = self._read()
        return self._known.get(label)

    def _read(self) -> Mapping[str, Known]:
        vectors = self.vectors()
        if self.reader is None or vectors is None:
            return {}
        thresholds = self.reader.thresholds
        return {
            label: Known(found, max(found), thresholds.get(label, 1.0))
            for label, found in self.reader.read(vectors, len(self.turns)).items()
            if found
        }

    def vectors(self) -> Vectors | None:
        """Of all turns; None where the layer is off."""
        if self.reader is None:
            return None
        if self.stored is None or self.stored.encoder != self.reader.encoder:
            self.stored = self.reader.vectors(self.turns)
        return self.stored

    def nearness(self, sentences: Sequence[str]) -> Sequence[float] | None:
        """Of every turn, the highest cosine of its vector to a sentence's; None where off.

        Rounded, so that the last digits, which a processor may sum otherwise, decide nothing.
        """
        vectors = self.vectors()
        if self.reader is None or vectors is None:
            return None
        wanted = np.stack([self.reader.vector_of(sentence) for sentence in sentences])
        cosines = _unit(vectors.rows) @ _unit(wanted).T
        return [round(float(c), 4) for c in vectors.highest(cosines, len(self.turns)).max(1)]


def _unit(rows: Halves) -> Floats:
    """Of length 1; a vector of nothing is like nothing."""
    exact = rows.astype(np.float32)
    unit: Floats = exact / np.maximum(np.linalg.norm(exact, axis=1, keepdims=True), 1e-12)
    return unit
