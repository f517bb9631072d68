"""The course of a call as shapes of an SVG: how quickly each side spoke, silences, who cut in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from audit.review.page import TurnView
from checks.quality import GRACE_S

WIDTH, LANE = 320.0, 34.0
# Quick Mandarin has five syllables a second (audit/media.py); above 480 a minute a bar is full.
_FULL_RATE = 480.0
_SHORTEST_S = 1.0  # the rate of a shorter turn says nothing
# Two breaths and a search in papers are shorter; the standard scorecard begins to count at 20 s.
LONG_SILENCE_S = 5.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One turn: the agent's stands on the middle line, the others' hang from it.

    `rate` is in characters a minute, `cuts` that the agent began while the customer spoke.
    """

    turn: int
    speaker: str
    x: float
    y: float
    width: float
    height: float
    rate: float
    cuts: bool


@dataclass(frozen=True, slots=True)
class Course:
    """`silences` are left edge, width and seconds of those that were long."""

    bars: Sequence[Bar]
    silences: Sequence[tuple[float, float, float]]
    width: float = WIDTH
    height: float = 2 * LANE


def course(turns: Sequence[TurnView]) -> Course | None:
    """None where nothing was said, or at no time."""
    end = max((turn.end for turn in turns), default=0.0)
    if end <= 0:
        return None
    scale = WIDTH / end
    ordered = sorted(turns, key=lambda turn: turn.start)
    cutting = {now.index for before, now in pairwise(ordered) if _cuts_in(before, now)}
    bars = [_bar(turn, scale, turn.index in cutting) for turn in ordered]
    gaps = [(round(at * scale, 1), round(s * scale, 1), s) for at, s in _gaps(ordered)]
    return Course(bars, gaps)


def _bar(turn: TurnView, scale: float, cuts: bool) -> Bar:
    spoken = sum(character.isalnum() for part in turn.segments for character in part.text)
    length = turn.end - turn.start
    rate = 60 * spoken / max(length, _SHORTEST_S)
    height = round(LANE * min(1.0, rate / _FULL_RATE), 1)
    top = LANE - height if turn.speaker == "agent" else LANE
    return Bar(
        turn.index, turn.speaker, round(turn.start * scale, 1), top,
        max(1.0, round(length * scale, 1)), height, round(rate), cuts,
    )  # fmt: skip


def _cuts_in(before: TurnView, now: TurnView) -> bool:
    sides = (before.speaker, now.speaker) == ("customer", "agent")
    return sides and now.start < before.end - GRACE_S


def _gaps(ordered: Sequence[TurnView]) -> Iterator[tuple[float, float]]:
    """Where a long silence begins, and how long it is."""
    heard = 0.0
    for turn in ordered:
        if turn.start - heard >= LONG_SILENCE_S:
            yield heard, round(turn.start - heard, 1)
        heard = max(heard, turn.end)
