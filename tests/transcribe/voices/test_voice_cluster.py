"""One voice or two, from embeddings as a model might give them."""

import numpy as np
import pytest

from transcribe.voices.cluster import spread, two_voices

WIDTH, BASE = 192, np.eye(192)


def pieces(voices: list[int], seconds: list[float], apart: float = 0.5) -> np.ndarray:
    """Embeddings of voices 0 and 1 that lie so far apart, spread as pieces of their length are."""
    chance = np.random.default_rng(5)
    away = np.sqrt(apart) / 2
    centres = [BASE[0] + away * sign * BASE[1] for sign in (1, -1)]
    noise = chance.normal(0, 1, (len(voices), WIDTH)) / np.sqrt(WIDTH)
    rows = (
        np.array([centres[v] for v in voices])
        + noise * np.sqrt(spread(np.array(seconds)))[:, np.newaxis]
    )
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.mark.parametrize("share", [0.5, 0.15])
def test_two_voices_are_told_apart_also_where_one_says_little(share: float) -> None:
    voices = [int(at % round(1 / share) == 1) for at in range(30)]
    odds = two_voices(pieces(voices, [1.5] * 30), np.full(30, 1.5), np.arange(30))
    assert odds is not None
    sides = {(voice, bool(value > 0)) for voice, value in zip(voices, odds, strict=True)}
    assert len(sides) == 2


def test_a_short_piece_says_less() -> None:
    seconds = [1.5] * 20 + [0.4]
    odds = two_voices(pieces([0, 1] * 10 + [0], seconds), np.array(seconds), np.arange(21))
    assert odds is not None
    assert abs(odds[-1]) < np.abs(odds[:-1]).mean() / 2


@pytest.mark.parametrize("count", [1, 2, 5, 400])
def test_one_voice_is_one_however_long_it_speaks(count: int) -> None:
    assert (
        two_voices(pieces([0] * count, [1.5] * count), np.full(count, 1.5), np.arange(count))
        is None
    )


def test_voices_that_say_too_little_are_not_told_apart() -> None:
    assert two_voices(pieces([0, 0, 1], [0.5] * 3), np.full(3, 0.5), np.arange(3)) is None
