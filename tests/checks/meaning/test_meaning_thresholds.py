"""Calibration and thresholds from logits of held-out lines."""

import numpy as np
import pytest

from checks.meaning.learn.thresholds import average_precision, decide


def test_average_precision_is_that_of_the_textbook() -> None:
    # Positives at ranks 1 and 3: (1/1 + 2/3) / 2.
    scores, truth = np.array([0.9, 0.8, 0.7, 0.1]), np.array([1.0, 0, 1, 0])
    assert average_precision(scores, truth) == pytest.approx((1 + 2 / 3) / 2)
    assert average_precision(scores, np.zeros(4)) == 0.0


def test_separable_logits_are_told_apart() -> None:
    logits = np.array([3.0] * 30 + [-3.0] * 60, np.float32)
    truth = np.array([1.0] * 30 + [0.0] * 60, np.float32)
    decision = decide(logits, truth, np.ones(90, np.float32), np.ones(90, bool))
    assert (decision.precision, decision.recall, decision.average_precision) == (1, 1, 1)
    low, high = (1 / (1 + np.exp(-(decision.slope * x + decision.offset))) for x in (-3, 3))
    assert low < decision.threshold <= high


def test_probabilities_follow_the_share_of_positives() -> None:
    chance = np.random.default_rng(5)
    logits = chance.normal(0, 2, 4000)
    truth = chance.random(4000) < 1 / (1 + np.exp(-(0.5 * logits - 1)))
    decision = decide(
        logits.astype(np.float32), truth.astype(np.float32), np.ones(4000, np.float32),
        np.ones(4000, bool),
    )  # fmt: skip
    assert decision.slope == pytest.approx(0.5, abs=0.08)
    assert decision.offset == pytest.approx(-1, abs=0.12)


def test_other_lines_count_as_false_alarms_only() -> None:
    logits = np.array([4.0, 4.0, -4.0, -4.0, 4.0, -4.0], np.float32)
    truth = np.array([1, 1, 0, 0, 0, 0], np.float32)
    own = np.array([True] * 4 + [False] * 2)
    decision = decide(logits, truth, np.array([1, 1, 1, 1, 0.2, 0.2], np.float32), own)
    assert (decision.positives, decision.near_misses) == (2, 2)
    assert (decision.precision, decision.false_alarm) == (1.0, 0.5)
