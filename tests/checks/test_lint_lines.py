"""Every mistake that an officer makes is told with its file and line."""

from pathlib import Path

import pytest
from building import write_pack

from checks.lint import lint

RULE = """\
id: sample
version: 1
stage: stable
severity: major
title: {zh: 样例, en: Sample}
reason: {zh: 说了甲, en: Said 甲}
rationale: 样例
review_guide: 样例
false_positives: [无]
weight: 2
veto: false
conditions:
  said:
    operator: words
    any: [甲]
  late:
    operator: started_between
    from: "22:00"
    to: "08:00"
  close:
    operator: words
    any: [乙]
    scope: {speaker: customer, near: {condition: said, turns: 2}}
when: said and (late or not close)
evidence: [said]
tests:
  - {name: 一, turns: [[agent, 甲]], call: {started_at: "2026-03-02T23:00:00+08:00"}, hits: [0]}
  - {name: 二, turns: [[agent, 甲, 0, 3]], hits: [0]}
  - {name: 三, turns: [[agent, 甲, 0, 3, -20]], hits: [0]}
  - {name: 四, turns: [[agent, 乙]], hits: []}
  - {name: 五, turns: [[agent, 乙]], hits: []}
  - {name: 六, turns: [[agent, 乙]], hits: []}
"""
LAW = """\
id: law
title: 某法
source: 某处
in_force: unknown
verified_on: "2026-11-21"
clauses: [{text: 不应说甲, mark: V-t, rules: [sample], status: automated}]
"""


def _issues(root: Path, rule: str, **more: str) -> list[str]:
    files = {"rules/sample": rule, "regulations/law": LAW}
    named = {name.replace("_", "/", 1): text for name, text in more.items()}
    return [f"{i.where}: {i.message}" for i in lint(write_pack(root, {**files, **named}))]


def test_the_rule_is_good(tmp_path: Path) -> None:
    assert _issues(tmp_path, RULE) == []


HERE = "rules/sample.yaml, line "


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("operator: words\n    any: [甲]", "operator: wrods\n    any: [甲]",
         HERE + "14: there is no operator 'wrods'; use one of"),
        ("    any: [甲]\n", "    any: [甲]\n    colour: red\n",
         HERE + "16: operator words knows no ['colour']"),
        ("    to: \"08:00\"\n", "    to: \"08:00\"\n    until: x\n",
         HERE + "20: operator started_between knows no ['until']"),
        ("    any: [甲]\n", "    any: []\n", HERE + "15: any is empty"),
        ("    any: [甲]\n", "    any: ['']\n", HERE + "15: any holds an empty phrase"),
        ("    any: [甲]\n", "    any: ['甲*']\n",
         HERE + "15: pattern '甲*' matches the empty string"),
        ("    any: [甲]\n", "    any: ['(甲']\n", HERE + "13: pattern cannot be read"),
        ("    any: [甲]\n", "    any: ['{kni}']\n", HERE + "13: there is no word list {kni}"),
        ("and (late or not close)", "and late", HERE + "20: conditions ['close'] are never used"),
        ("or not close", "or not closed", HERE + "24: conditions ['closed'] are not defined"),
        ("condition: said,", "condition: sayd,",
         HERE + "23: conditions ['sayd'] are not defined"),
        ("condition: said,", "condition: close,",
         HERE + "20: conditions ['close', 'close'] look near each other in a circle"),
        ("(late or not close)", "(late or not close", HERE + "24: cannot read 'said and"),
        ('from: "22:00"', "from: 22:00",
         HERE + '18: 22:00 is a number for other YAML readers; write "22:00"'),
        ('from: "22:00"', 'from: "25:00"', HERE + "18: from '25:00' is no time of day"),
        ('from: "22:00"', 'from: "08:00"', HERE + "19: from and to are the same"),
        ("turns: 2}", "turns: -2}", HERE + "23: turns '-2' is no number of 0 or more"),
        ("speaker: customer,", "speaker: custmer,", HERE + "23: scope knows no speaker: custmer"),
        ("weight: 2", "weight: -2", HERE + "10: weight must be a number of 0 or more"),
        ("veto: false", "veto: no", HERE + "11: veto must be true or false"),
        ("severity: major", "severity: heavy", HERE + "4: severity 'heavy' is none of"),
        ("[[agent, 甲, 0, 3]]", "[[agent, 甲, 3, 0]]",
         HERE + "28: tests, number 2: turns must stand"),
        ("[[agent, 甲, 0, 3, -20]]", "[[agent, 甲, 0, 3, loud]]",
         HERE + "29: tests, number 3: turns"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line(tmp_path: Path, right: str, wrong: str, told: str) -> None:
    assert right in RULE
    issues = _issues(tmp_path, RULE.replace(right, wrong, 1))
    assert any(issue.startswith(told) for issue in issues), issues


def test_all_broken_rules_are_told_at_once(tmp_path: Path) -> None:
    broken = RULE.replace("operator: words", "operator: smell", 1)
    other = broken.replace("id: sample", "id: other")
    told = [i for i in _issues(tmp_path, broken, rules_other=other) if "no operator" in i]
    assert [issue.split(":")[0] for issue in told] == [
        "rules/other.yaml, line 14",
        "rules/sample.yaml, line 14",
    ]


def test_two_rules_with_one_id(tmp_path: Path) -> None:
    issues = _issues(tmp_path, RULE, rules_deep_x="", **{"rules_deep/sample": RULE})
    told = "another file of rules/ has this name, too"
    assert f"rules/deep/sample.yaml: {told}" in issues
    assert f"rules/sample.yaml: {told}" in issues


def test_an_empty_word_list(tmp_path: Path) -> None:
    issues = _issues(tmp_path, RULE, lexicons_people="kin: []")
    assert any("people.yaml, line 1: list 'kin' is empty" in issue for issue in issues), issues


def test_of_a_newer_pack_nothing_else_is_told(tmp_path: Path) -> None:
    issues = _issues(tmp_path, RULE + "future: field\n", pack="format: 2")
    assert len(issues) == 1
    assert issues[0].startswith("pack.yaml, line 1: the pack has format 2")
