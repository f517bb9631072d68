"""The scores 评分 of one call: full marks less what each broken rule and each measure costs.

The points stand in the pack's scorecard (checks/scorecard.py). The machine's suspicion counts:
nobody has confirmed anything yet.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from checks.judgment import CallResult, Judgment, Outcome
from checks.quality import MEASURES
from checks.rule import Rule
from checks.rulepack import RulePack
from checks.scorecard import Scorecard

_SEVERITIES = {"critical": "致命", "major": "严重", "minor": "一般"}


@dataclass(frozen=True, slots=True)
class Deduction:
    """What one rule cost, and why: a Chinese sentence. `places` counts its evidence turns."""

    rule: str
    severity: str
    points: float
    reason: str = ""
    places: int = 1
    veto: bool = False


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


@dataclass(frozen=True, slots=True)
class Score:
    """`value` is the compliance score in 0..full; a veto alone takes it to 0.

    `undecided` counts the rules that could not judge the call: they cost nothing, and a full score
    with some of them is no clean bill. `quality` is None where nobody spoke. `card` names card and
    version.
    """

    value: float
    deductions: tuple[Deduction, ...]
    undecided: int
    quality: Quality | None = None
    card: str = ""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def score(result: CallResult, pack: RulePack) -> Score:
    """Both scores of one call by the pack's card."""
    card, hits = pack.card, [j for j in result.judgments if j.outcome is Outcome.HIT]
    deductions = tuple(_deduction(hit, card, pack.rules.get(hit.rule)) for hit in hits)
    undecided = sum(j.outcome is Outcome.UNDECIDED for j in result.judgments)
    vetoed = any(deduction.veto for deduction in deductions)
    value = 0.0 if vetoed else _left(card.full, card.floor, deductions)
    return Score(value, deductions, undecided, _quality(result.quality, hits, card), card.name)


def _left(full: float, floor: float, deductions: Iterable[Deduction | QualityDeduction]) -> float:
    lost = sum(deduction.points for deduction in deductions)
    return round(max(floor, full - lost), 2)


def _deduction(hit: Judgment, card: Scorecard, rule: Rule | None) -> Deduction:
    cost, places = card.cost(hit.rule, hit.severity), max(1, len(hit.turns))
    weight, veto = (rule.weight, rule.veto) if rule else (1.0, False)
    wanted = (cost.points + (places - 1) * cost.further) * weight
    points = min(wanted, cost.most * weight)
    parts = [f"{_SEVERITIES[hit.severity]}：首处{cost.points:g}分"]
    if places > 1 and cost.further:
        parts.append(f"另{places - 1}处各{cost.further:g}分")
    if weight != 1:
        parts.append(f"权重{weight:g}")
    if points < wanted:
        parts.append(f"封顶{points:g}分")
    if veto:
        parts.append("一票否决")
    return Deduction(hit.rule, hit.severity, round(points, 2), "，".join(parts), places, veto)


def _quality(
    measured: Mapping[str, float | None], hits: Iterable[Judgment], card: Scorecard
) -> Quality | None:
    if all(measured.get(f"{who}_talk_share") is None for who in ("agent", "customer", "unknown")):
        return None
    deductions = (*_measures(measured, card), *_discourtesies(hits, card))
    return Quality(_left(card.quality_full, card.quality_floor, deductions), deductions)


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
