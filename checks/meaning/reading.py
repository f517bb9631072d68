"""One call as the meaning layer reads it: only when a rule asks, and once for all rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from checks.meaning.blocks import Floats, Halves
from checks.meaning.reader import Reader
from checks.meaning.vectors import Vectors
from transcribe.transcript import Turn


@dataclass(frozen=True, slots=True)
class Known:
    """Of one label: each turn's probability, and that from which a turn counts as showing it."""

    probabilities: Sequence[float]
    threshold: float


@dataclass(slots=True)
class Reading:
    """`reader` is None where the layer is off; `stored` are vectors made by an earlier check."""

    reader: Reader | None
    turns: Sequence[Turn]
    stored: Vectors | None = None
    _known: dict[str, Known | None] = field(default_factory=dict, init=False)
    _probabilities: Mapping[str, Sequence[float]] | None = field(default=None, init=False)

    def shown(self, label: str, at_least: float | None = None) -> dict[int, float]:
        """Turns that show `label` and how probably; by default from the model's threshold on."""
        known = self.known(label)
        if known is None:
            return {}
        limit = known.threshold if at_least is None else at_least
        return {turn: p for turn, p in enumerate(known.probabilities) if p >= limit}

    def known(self, label: str) -> Known | None:
        """None where the layer is off or does not know the label ("" for none)."""
        if label not in self._known:
            found = self.probabilities(label) if label else ()
            self._known[label] = Known(found, self.threshold(label)) if found else None
        return self._known[label]

    def threshold(self, label: str) -> float:
        """The probability from which a turn counts as showing `label`."""
        return self.reader.thresholds.get(label, 1.0) if self.reader else 1.0

    def probabilities(self, label: str) -> Sequence[float]:
        """One a turn, or nothing where the layer is off or does not know the label."""
        vectors = self.vectors()
        if self.reader is None or vectors is None:
            return ()
        if self._probabilities is None:
            self._probabilities = self.reader.read(vectors, len(self.turns))
        return self._probabilities.get(label, ())

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
