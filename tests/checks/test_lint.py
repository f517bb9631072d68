"""Every check of the lint finds what it is for, and a good pack has no issue."""

from pathlib import Path
from typing import Any

import pytest
from building import act_fields, rule_fields, write_pack

from checks.lint import lint


def _tests(hits: int, misses: int, **extra: Any) -> list[dict[str, Any]]:
    said = [("甲", ["0"])] * hits + [("乙", [])] * misses
    return [
        {"name": f"{i}", "turns": [["agent", text]], "hits": found, **extra}
        for i, (text, found) in enumerate(said)
    ]


GOOD_CLAUSE = {"text": "不应说甲", "mark": "V-t", "rules": ["sample"], "status": "automated"}
PATTERNS = {"operator": "words", "any": ["{word}"], "guards": ["quoted"]}
GOOD: dict[str, Any] = {
    "rules/sample": rule_fields(tests=_tests(3, 3), conditions={"said": PATTERNS}),
    "acts/stop": act_fields("stop", "别打了"),
    "lexicons/words": {"word": ["甲"], "guard_quoted": ["您说"]},
    "regulations/law": {
        "id": "law", "title": "某法", "source": "某处", "in_force": "2025-02-28",
        "valid_from": "2025-02-28", "verified_on": "2026-11-21", "clauses": [GOOD_CLAUSE],
    },
    "scorecards/standard": {
        "id": "standard", "version": "1", "title": {"zh": "标准", "en": "Standard"},
        "compliance": {
            "full": "100",
            "severities": {name: {"points": "5"} for name in ("critical", "major", "minor")},
            "rules": {"sample": {"points": "7"}},
        },
        "quality": {"full": "100", "rules": {"sample": "5"}},
    },
}  # fmt: skip


def _messages(root: Path, **changed: Any) -> list[str]:
    """Issues of the good pack with some files changed; `rules_x` is rules/x."""
    files = GOOD | {name.replace("_", "/", 1): content for name, content in changed.items()}
    return [f"{issue.file}: {issue.message}" for issue in lint(write_pack(root, files))]


def _rule(**changes: Any) -> dict[str, Any]:
    return GOOD["rules/sample"] | changes


def _law(**changes: Any) -> dict[str, Any]:
    return GOOD["regulations/law"] | {"clauses": [GOOD_CLAUSE | changes]}


def test_a_good_pack_has_no_issue(tmp_path: Path) -> None:
    assert _messages(tmp_path) == []


def _test_with(**changes: Any) -> dict[str, Any]:
    return _rule(tests=[*_tests(3, 3), _tests(1, 0)[0] | changes])


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        # fields
        ({"rules_sample": {k: v for k, v in _rule().items() if k != "rationale"}},
         "rules/sample.yaml: lacks rationale"),
        ({"rules_sample": _rule(colour="red")}, "rules/sample.yaml: knows no field colour"),
        ({"rules_sample": _rule(version="1.0")}, "version must be a whole number"),
        ({"rules_sample": _rule(title={"zh": "样例"})}, "title must have zh and en"),
        ({"rules_sample": _rule(false_positives="无")}, "false_positives must be a list"),
        # tests
        ({"rules_sample": _test_with(known_miss="yes")},
         "tests, number 7: known_miss must be true or false"),
        ({"rules_sample": _test_with(hits=["1"])}, "number 7: hits ['1'] are no turns of the test"),
        ({"rules_sample": _test_with(turns=[["agnet", "甲"]])}, "number 7: turns must be a list"),
        ({"rules_sample": _test_with(outcome="maybe")}, "number 7: outcome must be one of hit"),
        ({"rules_sample": _test_with(call={"hour": "22"})}, "call has unknown fields ['hour']"),
        ({"rules_sample": _test_with(call={"callback_requested": "True"})},
         "callback_requested must be true or false"),
        ({"rules_sample": _test_with(call={"contacts": [{"connected": "yes"}]})},
         "contacts must be a list"),
        ({"rules_sample": _rule(tests=_tests(2, 3))}, "has 5 tests, fewer than 6"),
        ({"rules_sample": _rule(tests=_tests(6, 0))}, "no test that must not hit"),
        ({"rules_sample": _rule(tests=_tests(0, 6))}, "no test that must hit"),
        ({"acts_stop": act_fields("stop", "别打了", tests=[])}, "acts/stop.yaml: has 0 tests"),
        ({"rules_sample": _test_with(known_miss="true")}, "passes: take known_miss away"),
        # names
        ({"rules_other": _rule(title={"zh": "乙", "en": "B"})},
         "rules/other.yaml: id 'sample' differs from the file name"),
        ({"rules_deep/sample": _rule()}, "another file of rules/ has this name"),
        ({"rules_other": _rule(id="other")}, "title '样例' is used 2 times"),
        # patterns and lists
        ({"lexicons_more": {"spare": ["丙"]}}, "lexicons/more.yaml: word list 'spare' is never"),
        ({"rules_sample": _rule(conditions={"said": PATTERNS | {"unless": ["x*"]}})},
         "pattern 'x*' matches the empty string"),
        ({"lexicons_words": {"word": ["甲"], "guard_quoted": ["您?"]}},
         "pattern '您?' matches the empty string"),
        # regulations
        ({"regulations_law": _law(rules=["sample", "other"])}, "clause 1: there is no rule other"),
        ({"regulations_law": _law(mark="X")}, "clause 1: mark is none of V, V-t, M, R, —"),
        ({"regulations_law": _law(status="done")}, "clause 1: status is none of automated"),
        ({"regulations_law": _law(status="manual")}, "clause 1: status manual or"),
        ({"regulations_law": _law(status="not_applicable")}, "clause 1: status manual or"),
        ({"regulations_law": _law(mark="—")}, "clause 1: mark — says that no text was found"),
        ({"regulations_law": _law(valid_to="2025-2-1")}, "valid_to must be a day such as"),
        ({"regulations_law": _law(valid_to="2024-02-01")},
         "clause 1: valid_to 2024-02-01 is before valid_from 2025-02-28"),
        ({"regulations_law": GOOD["regulations/law"] | {"valid_to": "2024-02-01"}},
         "law.yaml: valid_to 2024-02-01 is before valid_from"),
        ({"regulations_law": GOOD["regulations/law"] | {"in_force": "bald"}},
         "in_force must be a day such as 2026-01-30, or unknown"),
        ({"regulations_law": GOOD["regulations/law"] | {"valid_from": "2025-02-01"}},
         "valid_from 2025-02-01 is before the day in force, 2025-02-28"),
        ({"regulations_old": GOOD["regulations/law"] | {"id": "old", "version_of": "law"}},
         "regulations/old.yaml: judges the same days as regulations/law.yaml"),
        ({"regulations_law": _law(rules=[])}, "rules/sample.yaml: no clause in regulations/"),
        ({"regulations_law": _law(number="5")}, "clause 1: mark V-t says"),
        # scorecards
        ({"scorecards_standard": GOOD["scorecards/standard"] | {"quality": {"rules": {"x": "5"}}}},
         "scorecards/standard.yaml: quality: there is no rule x"),
        ({"scorecards_standard": GOOD["scorecards/standard"] | {"quality": {"rules": {}}}},
         "standard.yaml: lacks full"),
        ({"rules_sample": _rule(weight="heavy")}, "weight must be a number of 0 or more"),
        ({"rules_sample": _rule(veto="yes")}, "veto must be true or false"),
        # files that cannot be read, packs that do not load
        ({"rules_broken": "id: [broken"}, "rules/broken.yaml: broken.yaml, line 2: is not valid"),
        ({"rules_sample": _rule(when="other")}, "conditions ['other'] are not defined"),
    ],
)  # fmt: skip
def test_an_issue_is_told(tmp_path: Path, changed: dict[str, Any], message: str) -> None:
    issues = _messages(tmp_path, **changed)
    assert any(message in issue for issue in issues), issues


def test_issues_are_ordered_by_file(tmp_path: Path) -> None:
    issues = lint(write_pack(tmp_path, {"rules/b": "- x", "acts/c": "- x", "rules/a": "- x"}))
    files = [issue.file for issue in issues if issue.file]
    assert files == sorted(files)
    assert {"acts/c.yaml", "rules/a.yaml", "rules/b.yaml"} <= set(files)
