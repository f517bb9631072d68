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
    decision = decide(logits, truth)
    assert (decision.precision, decision.recall, decision.average_precision) == (1, 1, 1)
    low, high = (1 / (1 + np.exp(-(decision.slope * x + decision.offset))) for x in (-3, 3))
    assert low < decision.threshold <= high


def test_probabilities_follow_the_share_of_positives() -> None:
    chance = np.random.default_rng(5)
    logits = chance.normal(0, 2, 4000)
    truth = chance.random(4000) < 1 / (1 + np.exp(-(0.5 * logits - 1)))
    decision = decide(logits.astype(np.float32), truth.astype(np.float32))
    assert decision.slope == pytest.approx(0.5, abs=0.08)
    assert decision.offset == pytest.approx(-1, abs=0.12)


def test_the_threshold_is_where_the_expected_f1_is_highest() -> None:
    # Calibrated already: 100 turns at 0.9, 100 at 0.3, 800 at 0.02. From 0.9 on F1 is
    # 2*90 / (100 + 136) = 0.763, from 0.3 on 2*120 / (200 + 136) = 0.714.
    chance = np.random.default_rng(3)
    p = np.repeat([0.9, 0.3, 0.02], [100, 100, 800])
    truth = (chance.random(1000) < p).astype(np.float32)
    decision = decide(np.log(p / (1 - p)).astype(np.float32), truth)
    assert 0.35 < decision.threshold <= 0.9
    assert decision.positives == int(truth.sum())
