"""Decides whether pieces of speech come from one voice or two, and which piece from which.

All distances are squared Euclidean between embeddings of length 1, 2 less twice the cosine. The
constants were fitted to 27 synthetic telephone calls of eight voices, a third of them between two
women or two men, made by audit/evaluation/spoken; `audit.evaluation.spoken.mono` measures.
"""

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import numpy.typing as npt

from transcribe.voices.campplus import Embeddings

Numbers = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

# How far a piece lies from its voice: 0.17 at 0.8 s, 0.06 at 2 s, 0.03 at 5 s.
_SPREAD, _SPREAD_S = 0.02, 0.12
# Of the embedding's 192 directions as many as the spread is really divided among.
_DIRECTIONS = 24.0
# Two voices are at least this far apart, and so many times farther than chance would put two halves
# of one voice. The nearest pair was 0.25 apart and 4.9 times chance; halves of one voice, where it
# spoke for 15 s or more, up to 0.15, and never more than 2.9 times chance. Where people leave no
# pause a stretch is both's: then pieces alone must do, which one voice puts up to 4.4 times apart.
_APART, _BEYOND_CHANCE, _BEYOND_CHANCE_PIECES = 0.2, 4.5, 7.0
_ROUNDS = 20  # more than any call needed
_LONGEST = 12  # stretches from which halves are tried; 66 pairs


def two_voices(embeddings: Embeddings, seconds: Numbers, stretches: Whole) -> Numbers | None:
    """Of each piece, the log odds that the first voice speaks; None where one voice is heard.

    Takes (pieces, width), (pieces,) and, of each piece, the number of the stretch of speech that it
    is of: what is said between pauses is mostly one voice's. Which voice is the first is not said.
    """
    rows, weights = embeddings.astype(np.float64), 1 / spread(seconds)
    pieces = np.arange(len(rows))
    for parts, beyond in ((stretches, _BEYOND_CHANCE), (pieces, _BEYOND_CHANCE_PIECES)):
        settled = _settled(rows, weights, _best_halves(rows, weights, parts))
        if settled is not None:
            first, centres = settled
            distance = float(np.square(centres[0] - centres[1]).sum())
            chance = 1 / weights[first].sum() + 1 / weights[~first].sum()
            if distance >= max(_APART, 2 * beyond * chance):
                return np.asarray(rows @ (centres[0] - centres[1]) * _DIRECTIONS * weights)
    return None


def spread(seconds: Numbers) -> Numbers:
    """Mean distance of pieces of these lengths from their voice."""
    return _SPREAD + _SPREAD_S / seconds


def _best_halves(rows: Numbers, weights: Numbers, parts: Whole) -> Mask:
    """Of each row whether it is in the first half; no part is divided.

    The halves in which the parts lie nearest to their own half's centre.
    """
    numbers, owners = np.unique(parts, return_inverse=True)
    sums = np.zeros((len(numbers), rows.shape[1]))
    np.add.at(sums, owners, rows * weights[:, np.newaxis])
    whole = sums / np.linalg.norm(sums, axis=1, keepdims=True)
    return _best_of(whole, np.bincount(owners, weights).astype(np.float64))[owners]


def _best_of(rows: Numbers, weights: Numbers) -> Mask:
    best: tuple[float, Mask] | None = None
    for guess in _guesses(rows, weights):
        settled = _settled(rows, weights, guess)
        if settled is not None:
            of = settled[0]
            near = sum(float(np.linalg.norm(weights[h] @ rows[h])) for h in (of, ~of))
            best = max(best or (near, of), (near, of), key=lambda found: found[0])
    return best[1] if best else np.ones(len(rows), np.bool_)


def _guesses(rows: Numbers, weights: Numbers) -> Iterator[Mask]:
    """The mean's two sides where rows differ most; nearer to one or the other of two long ones."""
    away = rows - np.average(rows, axis=0, weights=weights)
    scaled = away * np.sqrt(weights)[:, np.newaxis]
    yield away @ np.linalg.svd(scaled, full_matrices=False)[2][0] > 0
    for one, other in combinations(np.argsort(-weights, kind="stable")[:_LONGEST], 2):
        yield rows @ (rows[one] - rows[other]) > 0


def _settled(
    rows: Numbers, weights: Numbers, first: Mask
) -> tuple[Mask, tuple[Numbers, Numbers]] | None:
    """Halves of which each row is in the nearer one, and their centres; None without two halves."""
    for _ in range(_ROUNDS):
        if first.all() or not first.any():
            return None
        centres = _centre(rows, weights, first), _centre(rows, weights, ~first)
        nearer = rows @ (centres[0] - centres[1]) > 0
        if (nearer == first).all():
            break
        first = nearer
    return (first, centres) if first.any() and not first.all() else None


def _centre(rows: Numbers, weights: Numbers, of: Mask) -> Numbers:
    total = weights[of] @ rows[of]
    return np.asarray(total / np.linalg.norm(total))
