"""Runs the tests inside the rule, alert and act files."""

import pytest

from checks.rulepack import load_pack
from checks.selftest import Tried, try_pack

TRIED = list(try_pack(load_pack()))


@pytest.mark.parametrize("tried", TRIED, ids=lambda t: f"{t.file}: {t.name}")
def test_rule_file(tried: Tried) -> None:
    if tried.known_miss:
        assert not tried.passed, "a known miss passes now: take the mark away"
    else:
        assert tried.passed, tried.told


def test_every_rule_has_tests_both_ways() -> None:
    for rule in load_pack().rules.values():
        hits = [bool(test.get("hits")) or test.get("outcome") == "hit" for test in rule.tests]
        assert any(hits), f"{rule.id} has no test that hits"
        assert not all(hits), f"{rule.id} has no test that must not hit"
