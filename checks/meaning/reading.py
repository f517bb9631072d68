"""One call as the meaning layer reads it: only when a rule asks, and once for all rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from checks.meaning.reader import Reader
from transcribe.transcript import Turn


@dataclass(slots=True)
class Reading:
    """`reader` is None where the layer is off."""

    reader: Reader | None
    turns: Sequence[Turn]
    _probabilities: Mapping[str, Sequence[float]] | None = field(default=None, init=False)

    def shown(self, label: str, at_least: float | None = None) -> dict[int, float]:
        """Turns that show `label` and how probably; by default from the model's threshold on."""
        if self.reader is None:
            return {}
        if self._probabilities is None:
            self._probabilities = self.reader.read(self.turns)
        limit = self.reader.thresholds.get(label, 1.0) if at_least is None else at_least
        probabilities = self._probabilities.get(label, ())
        return {turn: p for turn, p in enumerate(probabilities) if p >= limit}
