"""What one condition answers about one call."""

from collections.abc import Collection
from typing import NamedTuple

from checks.judgment import Layer, Span

Truth = bool | None
"""True, False, or None where a fact that is needed is missing."""


class Match(NamedTuple):
    """One place that speaks for a condition.

    `sure` is False where the speaker or the listener is not known.
    """

    span: Span
    layer: Layer
    confidence: float
    sure: bool = True


class Answer(NamedTuple):
    """A three-valued truth, what it rests on, and for None the missing fact's name.

    `maybe` are possible places beside the sure ones of a True: no evidence, but another condition
    that looks near this one's hits must not take them for settled.
    """

    truth: Truth
    matches: tuple[Match, ...] = ()
    missing: str = ""
    maybe: tuple[Match, ...] = ()


def from_matches(matches: tuple[Match, ...], missing: str = "speaker", *, times: int = 1) -> Answer:
    """`times` sure matches decide; enough only with unsure ones leave it open; fewer are a no."""
    sure = tuple([match for match in matches if match.sure])
    if len(sure) >= times:
        return Answer(True, sure, maybe=tuple([match for match in matches if not match.sure]))
    return Answer(None, matches, missing) if len(matches) >= times else Answer(False)


def any_of(truths: Collection[Truth]) -> Truth:
    """Kleene's or: one True decides."""
    return True if True in truths else None if None in truths else False


def all_of(truths: Collection[Truth]) -> Truth:
    """Kleene's and: one False decides."""
    return False if False in truths else None if None in truths else True
