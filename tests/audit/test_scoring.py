"""Points and their reasons: severity, places, overrides, weight, veto, caps, floors, quality."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from building import pack, rule_fields

from audit.scoring import Score, score
from checks.judgment import CallResult, Judgment, Outcome
from checks.rule import SEVERITIES
from checks.rulepack import DEFAULT_PACK, RulePack, load_pack
from checks.scorecard import load_scorecard
from transcribe.problem import Problem

CARD: dict[str, Any] = {
    "id": "standard", "version": "3", "title": {"zh": "卡", "en": "Card"},
    "compliance": {
        "full": "100", "floor": "10",
        "severities": {
            "critical": {"points": "100"},
            "major": {"points": "20", "further": "5", "most": "30"},
            "minor": {"points": "5"},
        },
        "rules": {"dear": {"points": "40"}},
    },
    "quality": {
        "full": "100",
        "measures": [
            {"measure": "longest_silence_s", "above": "8", "points": "10"},
            {"measure": "longest_silence_s", "above": "20", "points": "15"},
            {"measure": "agent_talk_share", "below": "0.1", "points": "5"},
        ],
        "rules": {"rude": "30"},
    },
}  # fmt: skip


def _rule(name: str, **changes: Any) -> dict[str, Any]:
    return {f"rules_{name}": rule_fields(id=name, **changes)}


@pytest.fixture
def rules(tmp_path: Path) -> RulePack:
    """Rules by what is special about them, and the card above."""
    files = {
        **_rule("heavy", weight="1.5"), **_rule("fatal", veto="true"), **_rule("dear"),
        **_rule("rude"), "scorecards_standard": CARD,
    }  # fmt: skip
    return pack(tmp_path, **files)


def _hit(rule: str, severity: str = "major", turns: int = 1) -> Judgment:
    return Judgment(rule, 1, Outcome.HIT, severity, "原因", tuple(range(turns)))


def _scored(rules: RulePack, *judged: Judgment, **measured: float | None) -> Score:
    return score(CallResult("T", "", judged, (), (), measured), rules)


@pytest.mark.parametrize(
    ("judged", "value", "points", "reason"),
    [
        ([], 100, [], ""),
        ([_hit("sample")], 80, [20], "严重：首处20分"),
        ([_hit("sample", "minor", 3)], 95, [5], "一般：首处5分"),
        ([_hit("sample", turns=2)], 75, [25], "严重：首处20分，另1处各5分"),
        ([_hit("sample", turns=9)], 70, [30], "严重：首处20分，另8处各5分，封顶30分"),
        ([_hit("heavy", turns=2)], 62.5, [37.5], "严重：首处20分，另1处各5分，权重1.5"),
        ([_hit("dear")], 60, [40], "严重：首处40分"),
        ([_hit("dear", turns=2)], 60, [40], "严重：首处40分，另1处各5分，封顶40分"),
        ([_hit("sample", "critical")], 10, [100], "致命：首处100分"),
        ([_hit("fatal", "minor")], 0, [5], "一般：首处5分，一票否决"),
        ([_hit("retired")], 80, [20], "严重：首处20分"),  # a rule that the pack no longer has
    ],
)
def test_compliance(
    rules: RulePack, judged: list[Judgment], value: float, points: list[float], reason: str
) -> None:
    scored = _scored(rules, *judged)
    assert scored.value == value
    assert [deduction.points for deduction in scored.deductions] == points
    assert [deduction.reason for deduction in scored.deductions] == ([reason] if reason else [])


def test_every_outcome_but_a_hit_costs_nothing(rules: RulePack) -> None:
    others = [Judgment("r", 1, o, "critical", "") for o in Outcome if o is not Outcome.HIT]
    scored = _scored(rules, *others)
    assert (scored.value, scored.deductions, scored.undecided) == (100, (), 1)


@pytest.mark.parametrize(
    ("measured", "value", "reasons"),
    [
        ({"longest_silence_s": 8.0}, 100, []),
        ({"longest_silence_s": 8.5}, 90, ["最长静音（秒）8.5，高于8"]),
        ({"longest_silence_s": 21.0}, 75,
         ["最长静音（秒）21，高于8", "最长静音（秒）21，高于20"]),
        ({"agent_talk_share": 0.05}, 95, ["坐席说话占比0.05，低于0.1"]),
        ({"longest_silence_s": None}, 100, []),
    ],
)  # fmt: skip
def test_quality(
    rules: RulePack, measured: dict[str, float | None], value: float, reasons: list[str]
) -> None:
    quality = _scored(rules, **{"agent_talk_share": 0.5} | measured).quality
    assert quality is not None
    assert (quality.value, [cut.reason for cut in quality.deductions]) == (value, reasons)


def test_discourtesy_costs_quality_as_well(rules: RulePack) -> None:
    quality = _scored(rules, _hit("rude", "minor"), agent_talk_share=0.5).quality
    assert quality is not None
    assert [(cut.measure, cut.points) for cut in quality.deductions] == [("rude", 30)]
    assert quality.value == 70


def test_where_nobody_spoke_there_is_no_quality(rules: RulePack) -> None:
    assert _scored(rules, agent_talk_share=None, longest_silence_s=0.0).quality is None


def test_the_stored_form_is_json(rules: RulePack) -> None:
    stored = json.loads(json.dumps(_scored(rules, _hit("heavy")).as_dict()))
    assert stored == {
        "value": 70.0,
        "deductions": [
            {"rule": "heavy", "severity": "major", "points": 30.0, "places": 1, "veto": False,
             "reason": "严重：首处20分，权重1.5"},
        ],
        "undecided": 0, "quality": None, "card": "standard 3",
    }  # fmt: skip


def test_the_shipped_card_fails_a_call_for_one_critical_hit(tmp_path: Path) -> None:
    card = load_scorecard(tmp_path)  # a pack without a card of its own
    assert card == load_pack(DEFAULT_PACK).card
    assert set(card.severities) == set(SEVERITIES)
    assert card.cost("any", "critical").points >= card.full
    assert card.full > card.cost("any", "major").points > card.cost("any", "minor").points > 0


def test_the_card_of_a_pack_stays_with_it(rules: RulePack) -> None:
    """A worker that keeps its last good pack keeps its points, whatever the folder holds now."""
    (rules.folder / "scorecards/standard.yaml").unlink()
    assert _scored(rules).card == "standard 3"


COMPLIANCE = CARD["compliance"]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"compliance": {}}, "lacks severities"),
        ({"compliance": COMPLIANCE | {"full": "ten"}}, "could not convert string to float: 'ten'"),
        ({"compliance": COMPLIANCE | {"full": "-1"}}, "-1 is no number of points"),
        ({"compliance": COMPLIANCE | {"floor": "100"}}, "floor 100 is not below full 100"),
        ({"compliance": COMPLIANCE | {"severities": ["1"]}}, "a part of it has the wrong shape"),
        ({"compliance": COMPLIANCE | {"severities": {}}}, "lacks critical"),
        ({"compliance": COMPLIANCE | {"rules": {"dear": {"most": "1"}}}}, "most 1 is less than"),
        ({"compliance": COMPLIANCE | {"veto": "1"}}, "knows no veto; use full, floor"),
        ({"quality": {"full": "1", "measures": [{"measure": "mood", "above": "1", "points": "1"}]}},
         "there is no measure mood"),
    ],
)  # fmt: skip
def test_a_bad_card_is_told(tmp_path: Path, changes: dict[str, Any], told: str) -> None:
    with pytest.raises(Problem, match=rf"standard\.yaml: {told}"):
        pack(tmp_path, scorecards_standard=CARD | changes)


def test_weights_and_vetoes_are_of_the_present_pack(rules: RulePack) -> None:
    plain = replace(rules, rules={})
    assert _scored(plain, _hit("fatal")).value == 80
