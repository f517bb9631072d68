"""Reading a rule: what is refused, and with which words."""

from typing import Any

import pytest
from building import rule

from transcribe.problem import Problem

SAID = {"operator": "words", "any": ["甲"]}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"when": "other"}, r"\['other'\] are not defined"),
        ({"evidence": ["other"]}, r"\['other'\] are not defined"),
        ({"applies": "other"}, r"\['other'\] are not defined"),
        ({"conditions": {"said": SAID, "spare": SAID}}, r"\['spare'\] are never used"),
        ({"conditions": {"said": {"operator": "smell"}}}, "no operator 'smell'"),
        ({"severity": "criticl"}, "severity 'criticl' is none of critical, major, minor"),
        ({"stage": "live"}, "stage 'live' is none of"),
        ({"when": {"either": ["said"]}}, "cannot read"),
        ({"when": "said and"}, "name is missing"),
        ({"weight": "-1"}, "weight '-1' is no number of 0 or more"),
        ({"weight": "heavy"}, "weight 'heavy' is no number"),
        ({"veto": "yes"}, "veto 'yes' is none of true, false"),
    ],
)
def test_a_bad_rule_is_told(changes: dict[str, Any], told: str) -> None:
    with pytest.raises(Problem, match=told):
        rule(**changes)


def test_the_named_acts_are_known() -> None:
    scope = {"after": ["complaint"], "until": "goodbye"}
    read = rule(conditions={"said": {"operator": "act", "acts": ["debt"], "scope": scope}})
    assert read.conditions["said"].acts == {"complaint", "goodbye", "debt"}


def test_weight_and_veto_are_carried_for_the_scorecard() -> None:
    assert (rule().weight, rule().veto) == (1.0, False)
    heavy = rule(weight="2.5", veto="true")
    assert (heavy.weight, heavy.veto) == (2.5, True)
