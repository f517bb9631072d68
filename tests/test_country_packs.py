"""The packs for other countries: nothing but data, whole calls judged by them."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from building import call

from checks.call import Contact
from checks.judgment import CallResult, Outcome
from checks.lint import lint
from checks.rulepack import DEFAULT_PACK, load_pack
from checks.run import check_call
from checks.selftest import try_pack

PACKS = DEFAULT_PACK / "packs"
US, UK = PACKS / "us", PACKS / "uk"
NOON = datetime.fromisoformat("2026-03-09T12:00:00-05:00")


@pytest.fixture(params=[US, UK], ids=["us", "uk"])
def folder(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


def test_a_pack_is_data_without_an_issue(folder: Path) -> None:
    assert [f"{issue.file}: {issue.message}" for issue in lint(folder)] == []
    assert {path.suffix for path in folder.rglob("*") if path.is_file()} == {".yaml"}


def test_its_own_tests_pass(folder: Path) -> None:
    tried = list(try_pack(load_pack(folder)))
    assert len(tried) > 50
    assert [f"{t.file}: {t.name}: {t.told}" for t in tried if t.passed is t.known_miss] == []


def test_a_number_that_was_not_read_is_never_printed(folder: Path) -> None:
    clauses = [mapped.clause for mapped in load_pack(folder).regulations]
    assert {clause.mark for clause in clauses if clause.number} == {"V"}
    assert any(clause.mark == "R" for clause in clauses)


def _hits(result: CallResult) -> dict[str, tuple[str, ...]]:
    return {j.rule: j.quotes for j in result.judgments if j.outcome is Outcome.HIT}


def test_a_whole_american_call() -> None:
    said = (
        "a: Good evening, may I speak to Dana Harris?",
        "c: No, this is her roommate.",
        "a: Well, her account is past due. She will be arrested.",
        "c: She has a lawyer. Stop calling me.",
    )
    earlier = (Contact(NOON - timedelta(days=3), connected=True),)
    result = check_call(call(*said, started_at=NOON, contacts=earlier), load_pack(US))
    assert _hits(result) == {
        "call_frequency": (),
        "collector_disclosure": ("her account is past due",),
        "false_representation": ("She will be arrested",),
        "third_party_disclosure": ("her account is past due",),
    }


def test_a_whole_american_call_without_fault() -> None:
    said = (
        "a: Good morning, this is Ann Lee. Am I speaking with Dana Harris?",
        "c: Yes, this is she.",
        "a: This is an attempt to collect a debt. Your card has a past due balance of $500.",
        "c: I lost my job. Please stop calling me at work.",
        "a: I understand. I have removed that number. Is there a better time to talk?",
    )
    result = check_call(call(*said, started_at=NOON, contacts=()), load_pack(US))
    assert _hits(result) == {}


def test_a_whole_british_call() -> None:
    said = (
        "a: Is that Mr Harris?",
        "c: Speaking.",
        "a: You owe £300 and this is the county court.",
        "c: That's not my debt. And I've been depressed since my wife passed away.",
        "a: You need to pay something today, we don't do payment plans.",
    )
    result = check_call(call(*said, started_at=NOON), load_pack(UK))
    assert set(_hits(result)) == {"disputed_debt", "misleading_authority", "vulnerability"}
