"""Where the voice changes among pieces of speech, of which each alone tells little."""

from collections.abc import Sequence


def likeliest(odds: Sequence[float], change: float) -> list[int]:
    """Sides, 1 or -1, of pieces in a row by their log odds, where each change costs `change`."""
    ways: dict[int, tuple[float, list[int]]] = {1: (0.0, []), -1: (0.0, [])}
    for gain in odds:
        ways = {
            side: (score + side * gain / 2, [*path, side])
            for side in ways
            for score, path in [_better(ways[side], ways[-side], change)]
        }
    return max(ways.values())[1]


def _better(
    stay: tuple[float, list[int]], other: tuple[float, list[int]], change: float
) -> tuple[float, list[int]]:
    changed = other[0] - change
    return (changed, other[1]) if changed > stay[0] else stay
