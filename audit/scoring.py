"""The scores 评分 of one call: full marks less what each broken rule and each measure costs.

The points stand in the pack's scorecard (checks/scorecard.py). The machine's suspicion counts:
nobody has confirmed anything yet.
"""

from dataclasses import asdict, dataclass
from typing import Any

from audit.quality import Quality, score_quality
from checks.judgment import CallResult, Judgment, Outcome
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
    lost = sum(deduction.points for deduction in deductions)
    value = 0.0 if vetoed else round(max(card.floor, card.full - lost), 2)
    quality = score_quality(result.quality, hits, card)
    return Score(value, deductions, undecided, quality, card.name)


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
