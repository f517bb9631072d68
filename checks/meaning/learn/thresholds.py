"""Turns logits into probabilities and chooses from where on a turn counts as showing a label.

Everything here rests on turns of whole calls that nothing was learnt from, in the mixture in which
calls have them, read by the very model file that ships.
"""

from dataclasses import asdict, dataclass

import numpy as np
import numpy.typing as npt

from checks.meaning.blocks import Floats

Column = npt.NDArray[np.float64]

_STEPS = 200
_GRID = np.round(np.arange(0.05, 0.96, 0.01), 2)


@dataclass(frozen=True, slots=True)
class Decision:
    """`sigmoid(slope * logit + offset)` is the probability; all figures are of held-out turns.

    `precision`, `recall` and `f1` are those at the threshold.
    """

    slope: float
    offset: float
    threshold: float
    turns: int
    positives: int
    precision: float
    recall: float
    f1: float
    average_precision: float

    def as_dict(self) -> dict[str, float]:
        return {name: round(value, 4) for name, value in asdict(self).items()}


def decide(logits: Floats, shows: Floats) -> Decision:
    """Calibrate one label; one entry a held-out turn of the label's own side."""
    x, y = logits.astype(np.float64), shows.astype(np.float64)
    slope, offset = _calibrate(x, y)
    p = 1 / (1 + np.exp(-(slope * x + offset)))
    threshold = _threshold(p)
    found = p >= threshold
    right = float((found * y).sum())
    precision = right / max(float(found.sum()), 1)
    recall = right / max(float(y.sum()), 1)
    f1 = 2 * right / max(float(found.sum() + y.sum()), 1)
    return Decision(
        slope, offset, threshold, len(y), int(y.sum()), precision, recall, f1,
        average_precision(p, y),
    )  # fmt: skip


def average_precision(scores: npt.NDArray[np.floating], truth: npt.NDArray[np.floating]) -> float:
    """Mean of the precision at each positive, best score first; 0 without positives."""
    ranked = truth[np.argsort(-scores, kind="stable")]
    found = np.cumsum(ranked)
    precision = found / np.arange(1, len(ranked) + 1)
    return float((precision * ranked).sum() / max(found[-1], 1)) if len(ranked) else 0.0


def _calibrate(x: Column, y: Column) -> tuple[float, float]:
    """Platt 1999: a logistic of the logit, targets drawn in a little against over-confidence."""
    positives, negatives = y.sum(), (1 - y).sum()
    goal = np.where(y > 0, (positives + 1) / (positives + 2), 1 / (negatives + 2))
    slope, offset = 1.0, 0.0
    for _ in range(_STEPS):  # Newton, damped by a small ridge towards slope 1, offset 0
        p = 1 / (1 + np.exp(-np.clip(slope * x + offset, -30, 30)))
        error, curve = p - goal, p * (1 - p)
        gradient = np.array([(error * x).sum() + slope - 1, error.sum() + 0.1 * offset])
        cross = (curve * x).sum()
        bend = np.array([[(curve * x * x).sum() + 1, cross], [cross, curve.sum() + 0.1]])
        step = np.linalg.solve(bend, gradient)
        step *= min(1.0, 1.0 / max(abs(step).max(), 1e-9))
        slope, offset = slope - step[0], offset - step[1]
    return float(slope), float(offset)


def _threshold(p: Column) -> float:
    """Where F1 is highest if the probabilities are right.

    The expected F1 moves far less from sample to sample than the F1 of a dozen counted positives.
    """
    found = p[None, :] >= _GRID[:, None]
    right = (found * p).sum(1)
    f1 = (2 * right / np.maximum(found.sum(1) + p.sum(), 1e-9)).round(6)
    highest = np.flatnonzero(f1 == f1.max())
    return float(_GRID[highest[len(highest) // 2]])  # the middle of a plateau
