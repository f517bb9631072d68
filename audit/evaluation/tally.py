"""Counts of right and wrong answers, and the figures that follow from them."""

from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class Tally:
    """One rule's, alert's or fact type's counts, over calls (facts: over facts; `tn` over calls).

    `undecided` counts answers that were withheld: without a labelled violation they are neither
    right nor wrong and stand in no other count; with one they are misses and count in `fn` too.
    `shown` counts true positives that have labelled turns, `agreed` those of them of which at
    least one turn was named.
    """

    tp: int = 0
    fp: int = 0
    fn: int = 0
    tn: int = 0
    undecided: int = 0
    shown: int = 0
    agreed: int = 0

    @property
    def seen(self) -> bool:
        """Whether the material says anything of how well this is found."""
        return self.tp + self.fp + self.fn > 0

    @property
    def precision(self) -> float | None:
        """The share of what was found that is right; None where nothing was found."""
        return share(self.tp, self.tp + self.fp)

    @property
    def recall(self) -> float | None:
        """The share of what there is that was found; None where there is nothing."""
        return share(self.tp, self.tp + self.fn)

    @property
    def f1(self) -> float | None:
        """2tp / (2tp + fp + fn), the harmonic mean of both; None where nothing was seen."""
        return share(2 * self.tp, 2 * self.tp + self.fp + self.fn)

    @property
    def evidence_hit(self) -> float | None:
        """The share of true positives, with labelled turns, that name at least one of them."""
        return share(self.agreed, self.shown)

    def found(self, *, right: bool) -> None:
        """Count something that was found."""
        self.tp += right
        self.fp += not right

    def missing(self, *, right: bool) -> None:
        """Count that nothing was found, rightly or not."""
        self.tn += right
        self.fn += not right

    def show(self, labelled: frozenset[int], turns: frozenset[int]) -> None:
        """Compare the evidence of a true positive with the labelled turns."""
        self.shown += bool(labelled)
        self.agreed += bool(labelled & turns)

    def as_dict(self) -> dict[str, Any]:
        counts = {name: getattr(self, name) for name in ("tp", "fp", "fn", "tn", "undecided")}
        figures = ("precision", "recall", "f1", "evidence_hit")
        return counts | {name: rounded(getattr(self, name)) for name in figures}


def share(part: int, whole: int) -> float | None:
    """Return `part / whole`, None for nothing of nothing."""
    return part / whole if whole else None


def rounded(value: float | None) -> float | None:
    """Four digits: more than any corpus of ours can tell apart."""
    return None if value is None else round(value, 4)
