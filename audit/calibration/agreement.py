"""How well two readers agree beyond chance: Cohen's kappa with its interval (Cohen 1960)."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

from audit.calibration.intervals import Z95


@dataclass(frozen=True, slots=True)
class Agreement:
    """Counts of calls by what the first and the second reader said of one rule."""

    both: int = 0
    first: int = 0
    second: int = 0
    neither: int = 0

    @property
    def total(self) -> int:
        return self.both + self.first + self.second + self.neither

    @property
    def observed(self) -> float | None:
        """The share of calls about which both said the same."""
        return (self.both + self.neither) / self.total if self.total else None

    @property
    def kappa(self) -> float | None:
        """1 is full agreement, 0 what chance gives; None where nothing could differ."""
        chance, observed = self._chance(), self.observed
        if observed is None or chance == 1:
            return None
        return (observed - chance) / (1 - chance)

    @property
    def interval(self) -> tuple[float, float] | None:
        """95 %, by the large-sample standard error."""
        kappa, observed, chance = self.kappa, self.observed, self._chance()
        if kappa is None or observed is None:
            return None
        error = sqrt(observed * (1 - observed) / (self.total * (1 - chance) ** 2))
        return max(-1.0, kappa - Z95 * error), min(1.0, kappa + Z95 * error)

    def _chance(self) -> float:
        if not self.total:
            return 1.0
        a = (self.both + self.first) / self.total
        b = (self.both + self.second) / self.total
        return a * b + (1 - a) * (1 - b)


def agreement(pairs: Iterable[tuple[bool, bool]]) -> Agreement:
    """Count what two readers said, call by call."""
    counts = {(True, True): 0, (True, False): 0, (False, True): 0, (False, False): 0}
    for pair in pairs:
        counts[pair] += 1
    return Agreement(*counts.values())
