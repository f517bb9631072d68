"""What one condition answers about one call."""

from dataclasses import dataclass

from checks.judgment import Layer, Span

Truth = bool | None
"""True, False, or None where a fact that is needed is missing."""


@dataclass(frozen=True, slots=True)
class Match:
    """One place that speaks for a condition.

    `sure` is False where the speaker or the listener is not known.
    """

    span: Span
    layer: Layer
    confidence: float
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """A three-valued truth, what it rests on, and for None the missing fact's name."""

    truth: Truth
    matches: tuple[Match, ...] = ()
    missing: str = ""


def from_matches(matches: tuple[Match, ...], missing: str = "speaker") -> Answer:
    """One sure match decides; unsure ones alone leave it open; none at all is a no."""
    if any(match.sure for match in matches):
        return Answer(True, tuple(match for match in matches if match.sure))
    return Answer(None, matches, missing) if matches else Answer(False)
