"""The course of scores as points of an SVG, so that the page needs no script."""

from collections.abc import Sequence
from dataclasses import dataclass

from audit.review.scores import Week

WIDTH, HEIGHT, MARGIN = 640, 140, 12


@dataclass(frozen=True, slots=True)
class Trend:
    """Points of both lines, as `points` of an SVG polyline; gaps are bridged."""

    mine: str
    team: str
    dots: Sequence[tuple[float, float, Week]]


def trend(weeks: Sequence[Week], full: float) -> Trend:
    """The lowest value is at the bottom, the full score at the top."""
    known = [v for week in weeks for v in (week.mine, week.team) if v is not None]
    low = min([*known, full - 1])
    span = full - low or 1
    step = (WIDTH - 2 * MARGIN) / max(1, len(weeks) - 1)

    def place(at: int, value: float) -> tuple[float, float]:
        height = (HEIGHT - 2 * MARGIN) * (full - value) / span
        return round(MARGIN + step * at, 1), round(MARGIN + height, 1)

    mine = [(*place(at, w.mine), w) for at, w in enumerate(weeks) if w.mine is not None]
    team = [place(at, w.team) for at, w in enumerate(weeks) if w.team is not None]
    return Trend(_line([(x, y) for x, y, _week in mine]), _line(team), mine)


def _line(places: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in places)
