"""One part of the checks switched off at a time, in a copy of the pack."""

from dataclasses import replace

from building import call

from audit.evaluation.ablation import CHANGES, variants
from checks.judgment import Outcome
from checks.rulepack import RulePack, load_pack
from checks.run import check_call


def _hits(pack: RulePack, *lines: str) -> set[str]:
    result = check_call(call(*lines), pack)
    return {j.rule for j in result.judgments if j.outcome is Outcome.HIT}


def test_every_part_makes_another_pack() -> None:
    by_name = dict(variants(replace(load_pack(), reader=None)))
    assert set(by_name) == {"all", "without meaning", *CHANGES}
    digests = [by_name[name].digest for name in CHANGES]
    assert len({by_name["all"].digest, *digests}) == len(digests) + 1


def test_what_is_switched_off_is_off_and_the_rest_goes_on() -> None:
    by_name = dict(variants(replace(load_pack(), reader=None)))
    refused = "a: 我们不会泼油漆的"
    assert not _hits(by_name["all"], refused)
    assert _hits(by_name["without exclusions and guards"], refused) == {"threat"}
    assert "threat" in _hits(by_name["without homophones"], "a: 再不还就打断你的腿")
