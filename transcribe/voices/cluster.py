"""Decides whether pieces of speech come from one voice or two, and which piece from which.

All distances are squared Euclidean between embeddings of length 1, 2 less twice the cosine. The
constants were fitted to 12 synthetic telephone calls of eight voices, two pairs of women and two of
men among them, by the recipe of audit/evaluation/spoken; `audit.evaluation.spoken.mono` measures.
"""

import numpy as np
import numpy.typing as npt

from transcribe.voices.campplus import Embeddings

Numbers = npt.NDArray[np.float64]

# How far a piece lies from its voice: 0.17 at 0.8 s, 0.06 at 2 s, 0.03 at 5 s.
_SPREAD, _SPREAD_S = 0.02, 0.12
# Of the embedding's 192 directions as many as the spread is really divided among.
_DIRECTIONS = 24.0
# Two voices are at least this far apart, and so many times farther than chance would put two halves
# of one voice. The nearest pair was 0.32 apart, 7 times chance; halves of one voice either below
# 0.25 or below 3.2 times chance.
_APART, _BEYOND_CHANCE = 0.25, 4.0
_ROUNDS = 20  # more than any call needed


def two_voices(embeddings: Embeddings, seconds: Numbers) -> Numbers | None:
    """Of each piece, the log odds that the first voice speaks; None where one voice is heard.

    Takes (pieces, width) and (pieces,); which of the two voices is the first is not said.
    """
    weights = 1 / spread(seconds)
    rows = embeddings.astype(np.float64)
    first = _first_guess(rows, weights)
    for _ in range(_ROUNDS):
        if first.all() or not first.any():
            return None
        centres = _centre(rows, weights, first), _centre(rows, weights, ~first)
        nearer = rows @ (centres[0] - centres[1])
        if ((nearer > 0) == first).all():
            break
        first = nearer > 0
    distance = float(np.square(centres[0] - centres[1]).sum())
    chance = 1 / weights[first].sum() + 1 / weights[~first].sum()
    if distance < _APART or distance < 2 * _BEYOND_CHANCE * chance:
        return None
    return np.asarray(nearer * _DIRECTIONS * weights)


def spread(seconds: Numbers) -> Numbers:
    """Mean distance of pieces of these lengths from their voice."""
    return _SPREAD + _SPREAD_S / seconds


def _first_guess(rows: Numbers, weights: Numbers) -> npt.NDArray[np.bool_]:
    """Halves on both sides of the mean, along the direction in which the pieces differ most."""
    away = rows - np.average(rows, axis=0, weights=weights)
    scaled = away * np.sqrt(weights)[:, np.newaxis]
    direction = np.linalg.svd(scaled, full_matrices=False)[2][0]
    return np.asarray(away @ direction > 0)


def _centre(rows: Numbers, weights: Numbers, of: npt.NDArray[np.bool_]) -> Numbers:
    total = weights[of] @ rows[of]
    return np.asarray(total / np.linalg.norm(total))
