"""Turns logits into probabilities and chooses from where on a turn counts as showing a label.

Everything here rests on held-out lines, read by the very model file that ships.
"""

from dataclasses import asdict, dataclass

import numpy as np
import numpy.typing as npt

from checks.meaning.blocks import Floats

Column = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

_STEPS = 200
_GRID = np.round(np.arange(0.05, 0.96, 0.01), 2)
# F1 over so few lines jumps; the mean over neighbours finds the middle of a plateau.
_NEIGHBOURS = 7


@dataclass(frozen=True, slots=True)
class Decision:
    """`sigmoid(slope * logit + offset)` is the probability; figures are of held-out lines.

    `positives` and `near_misses` count the label's own lines, `precision`, `recall`, `f1` and
    `average_precision` are of these; `false_alarm` is the share of other lines above the threshold.
    """

    slope: float
    offset: float
    threshold: float
    positives: int
    near_misses: int
    precision: float
    recall: float
    f1: float
    average_precision: float
    false_alarm: float

    def as_dict(self) -> dict[str, float]:
        return {name: round(value, 4) for name, value in asdict(self).items()}


def decide(logits: Floats, targets: Floats, weights: Floats, own: Mask) -> Decision:
    """Calibrate one label; one entry a held-out line, `own` true on the label's own lines."""
    x, y, w = (part.astype(np.float64) for part in (logits, targets, weights))
    slope, offset = _calibrate(x, y, w)
    p = 1 / (1 + np.exp(-(slope * x + offset)))
    threshold = _threshold(p, y, w)
    others = (w > 0) & ~own
    precision, recall, f1 = _figures(p[own] >= threshold, y[own], np.ones(own.sum()))
    return Decision(
        slope, offset, threshold, int(y.sum()), int(own.sum() - y.sum()), precision, recall, f1,
        average_precision(p[own], y[own]),
        float((p[others] >= threshold).mean()) if others.any() else 0.0,
    )  # fmt: skip


def average_precision(scores: npt.NDArray[np.floating], truth: npt.NDArray[np.floating]) -> float:
    """Mean of the precision at each positive, best score first; 0 without positives."""
    ranked = truth[np.argsort(-scores, kind="stable")]
    found = np.cumsum(ranked)
    precision = found / np.arange(1, len(ranked) + 1)
    return float((precision * ranked).sum() / max(found[-1], 1)) if len(ranked) else 0.0


def _calibrate(x: Column, y: Column, w: Column) -> tuple[float, float]:
    """Platt 1999: a logistic of the logit, targets drawn in a little against over-confidence."""
    positives, negatives = (w * y).sum(), (w * (1 - y)).sum()
    goal = np.where(y > 0, (positives + 1) / (positives + 2), 1 / (negatives + 2))
    slope, offset = 1.0, 0.0
    for _ in range(_STEPS):  # Newton, damped by a small ridge towards slope 1, offset 0
        p = 1 / (1 + np.exp(-np.clip(slope * x + offset, -30, 30)))
        error, curve = w * (p - goal), w * p * (1 - p)
        gradient = np.array([(error * x).sum() + slope - 1, error.sum() + 0.1 * offset])
        cross = (curve * x).sum()
        bend = np.array([[(curve * x * x).sum() + 1, cross], [cross, curve.sum() + 0.1]])
        step = np.linalg.solve(bend, gradient)
        step *= min(1.0, 1.0 / max(abs(step).max(), 1e-9))
        slope, offset = slope - step[0], offset - step[1]
    return float(slope), float(offset)


def _threshold(p: Column, y: Column, w: Column) -> float:
    """Best F1, smoothed; of equals the highest, since a false alarm costs a person's time."""
    f1 = np.array([_figures(p >= at, y, w)[2] for at in _GRID])
    padded = np.pad(f1, _NEIGHBOURS // 2, mode="edge")
    smooth = np.convolve(padded, np.ones(_NEIGHBOURS) / _NEIGHBOURS, mode="valid").round(6)
    return float(_GRID[np.flatnonzero(smooth == smooth.max())[-1]])


def _figures(found: Mask, y: Column, w: Column) -> tuple[float, float, float]:
    right, wrong = (w * found * y).sum(), (w * found * (1 - y)).sum()
    precision = right / (right + wrong) if right + wrong else 0.0
    recall = right / (w * y).sum() if y.any() else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return float(precision), float(recall), float(f1)
