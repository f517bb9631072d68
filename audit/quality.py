"""The quality score 服务质量分: full marks less what the measured course of a call costs.

Apart from compliance: a slow, patient call that breaks a rule is no good call, nor the other way
round.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from checks.judgment import Judgment
from checks.quality import MEASURES
from checks.scorecard import Scorecard


@dataclass(frozen=True, slots=True)
class QualityDeduction:
    """What a measure of the call's course cost, or a rule (then `value` and `limit` are None)."""

    measure: str
    points: float
    reason: str
    value: float | None = None
    limit: float | None = None


@dataclass(frozen=True, slots=True)
class Quality:
    """The quality score 服务质量分, apart from compliance."""

    value: float
    deductions: tuple[QualityDeduction, ...]


def score_quality(
    measured: Mapping[str, float | None], hits: Iterable[Judgment], card: Scorecard
) -> Quality | None:
    """Score one call by its measures and the rules that it broke; None where nobody spoke."""
    if all(measured.get(f"{who}_talk_share") is None for who in ("agent", "customer", "unknown")):
        return None
    deductions = (*_measures(measured, card), *_discourtesies(hits, card))
    lost = sum(deduction.points for deduction in deductions)
    value = round(max(card.quality_floor, card.quality_full - lost), 2)
    return Quality(value, deductions)


def _measures(measured: Mapping[str, float | None], card: Scorecard) -> Iterator[QualityDeduction]:
    for band in card.bands:
        value = measured.get(band.measure)
        if value is not None and band.holds(value):
            side = "高于" if band.above else "低于"
            reason = f"{MEASURES[band.measure]['zh']}{value:g}，{side}{band.limit:g}"
            yield QualityDeduction(band.measure, band.points, reason, value, band.limit)


def _discourtesies(hits: Iterable[Judgment], card: Scorecard) -> Iterator[QualityDeduction]:
    for hit in hits:
        if points := card.courtesy.get(hit.rule):
            yield QualityDeduction(hit.rule, points, hit.reason)
