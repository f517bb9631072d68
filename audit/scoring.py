"""The score 评分 of one call: full marks less a deduction for every rule that it broke.

The points stand in the pack's scorecard; they are our proposal, no regulation sets any.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from checks.judgment import Judgment, Outcome
from checks.lexicon import read_yaml
from checks.rule import SEVERITIES
from checks.rulepack import DEFAULT_PACK, RulePack
from transcribe.problem import Problem

_CARD = "scorecards/standard.yaml"


@dataclass(frozen=True, slots=True)
class Scorecard:
    """评分卡: full marks, and the points that one broken rule of each severity costs."""

    full: float
    points: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Deduction:
    """What one rule cost."""

    rule: str
    severity: str
    points: float


@dataclass(frozen=True, slots=True)
class Score:
    """`value` in 0..full; a critical hit alone takes it to 0 (致命 = one hit fails the call).

    `undecided` counts the rules that could not judge the call: they cost nothing, and a full score
    with some of them is no clean bill.
    """

    value: float
    deductions: tuple[Deduction, ...]
    undecided: int

    def as_dict(self) -> dict[str, Any]:
        return {
            "value": self.value,
            "deductions": [
                {"rule": d.rule, "severity": d.severity, "points": d.points}
                for d in self.deductions
            ],
            "undecided": self.undecided,
        }


def load_scorecard(pack: RulePack) -> Scorecard:
    """Read the pack's card; a pack without one is scored by the card that ships.

    Raises Problem `rule_scorecard`.
    """
    own = pack.folder / _CARD
    path = own if own.is_file() else DEFAULT_PACK / _CARD
    raw = read_yaml(path)
    try:
        return Scorecard(
            float(raw["full"]), {name: float(raw["points"][name]) for name in SEVERITIES}
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Problem(
            "rule_scorecard",
            "does not say full marks and points for every severity",
            where=path.name,
            mend=f"give a number for full: and under points: for {', '.join(SEVERITIES)}",
        ) from error


def score(judgments: Iterable[Judgment], card: Scorecard) -> Score:
    """Score one call. The machine's suspicion counts: nobody has confirmed anything yet."""
    judged = tuple(judgments)
    deductions = tuple(
        Deduction(j.rule, j.severity, card.points[j.severity])
        for j in judged
        if j.outcome is Outcome.HIT
    )
    lost = sum(deduction.points for deduction in deductions)
    undecided = sum(j.outcome is Outcome.UNDECIDED for j in judged)
    return Score(max(0.0, card.full - lost), deductions, undecided)
