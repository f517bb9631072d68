"""A share with the interval that its few cases leave open."""

from dataclasses import dataclass
from math import sqrt

Z95 = 1.959964  # two-sided 95 %


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `total`, with the bounds of Wilson's 95 % interval (Wilson 1927); 0..1."""

    hits: int
    total: int

    @property
    def value(self) -> float | None:
        return self.hits / self.total if self.total else None

    @property
    def low(self) -> float:
        return max(0.0, self._bound(-1))

    @property
    def high(self) -> float:
        return min(1.0, self._bound(1))

    def _bound(self, sign: int) -> float:
        if not self.total:
            return 0.0 if sign < 0 else 1.0
        n, p = self.total, self.hits / self.total
        middle = p + Z95**2 / (2 * n)
        width = Z95 * sqrt(p * (1 - p) / n + Z95**2 / (4 * n * n))
        return (middle + sign * width) / (1 + Z95**2 / n)
