"""Opinions in the pipeline and the commands: stored with the audit, not asked for twice."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from building import rule_fields, write_pack
from chat_standin import Chat, answer, error, says
from click.testing import CliRunner
from doubting import doubt
from making import fields, stored_call, write_jsonl
from sqlalchemy import select

from audit import cli, journal, keeping, pipeline
from audit.cli import callfile
from audit.second_reader.reader import SecondReader
from audit.store import Audit, Finding, JournalEntry, SecondOpinion, Store, Transcript
from checks.call import Call
from checks.judgment import CallResult
from checks.meaning.vectors import Vectors
from checks.rulepack import RulePack
from checks.run import check_call

Make = Callable[..., SecondReader]
TURNS = [
    {"speaker": "agent", "start": 0.0, "end": 2.0, "text": "测试先生，甲说得很重"},
    {"speaker": "customer", "start": 2.2, "end": 3.0, "text": "是我"},
]
YES = answer("yes", (0, "甲说得很重"))


@pytest.fixture(autouse=True)
def _doubtful(monkeypatch: pytest.MonkeyPatch) -> None:
    """The checks are sure of nothing."""

    def unsure(call: Call, pack: RulePack, _vectors: Vectors | None = None) -> CallResult:
        return doubt(check_call(call, pack))

    monkeypatch.setattr(pipeline, "check_call", unsure)
    monkeypatch.setattr(callfile, "check_call", unsure)


@pytest.fixture
def transcript(store: Store) -> int:
    stored_call(store, turns=TURNS)
    with store.reading() as session:
        return session.scalars(select(Transcript.id)).one()


def audit(store: Store, pk: int, rules: RulePack, second: SecondReader | None) -> int:
    checked = pipeline.check(store, pk, rules, second)
    with store.writing() as session:
        return keeping.record(session, pk, checked)


def opinions(store: Store) -> list[tuple[int, str, str]]:
    with store.reading() as session:
        rows = session.scalars(select(SecondOpinion).order_by(SecondOpinion.id))
        return [(row.audit_id, row.rule, row.outcome) for row in rows]


def judgments(store: Store, audit_id: int) -> dict[str, Any]:
    with store.reading() as session:
        result = session.get_one(Audit, audit_id).result
    return {judgment["rule"]: judgment for judgment in result["judgments"]}


def test_an_opinion_is_stored_with_its_audit(
    store: Store, transcript: int, rules: RulePack, chat: Chat, reader: Make
) -> None:
    chat.reply = says(YES)
    audit_id = audit(store, transcript, rules, reader())
    with store.reading() as session:
        opinion = session.scalars(select(SecondOpinion)).one()
        finding = session.scalars(select(Finding)).one()
        stored = session.get_one(Audit, audit_id)
    assert (opinion.model, opinion.outcome, opinion.problem) == ("small", "yes", "")
    assert opinion.answer == json.loads(YES)
    assert len(opinion.prompt_digest) == 64
    assert opinion.asked_at <= stored.created_at
    assert finding.found_by == ["words", "second_reader"]
    assert (finding.quotes, finding.confidence) == (["甲说得很重"], 0.7)
    assert stored.score == 80.0


def test_the_journal_says_who_was_asked_and_no_text(
    store: Store, transcript: int, rules: RulePack, chat: Chat, reader: Make
) -> None:
    chat.reply = says(YES)
    audit(store, transcript, rules, reader())
    with store.reading() as session:
        bodies = [json.loads(body) for body in session.scalars(select(JournalEntry.body))]
        assert journal.first_broken(session) is None
    (audited,) = (body for body in bodies if body["what"] == "call audited")
    assert audited["about"]["second_reader"] == {"sample": ["small", "yes"]}
    assert "很重" not in str(bodies)


@pytest.mark.parametrize("content", [YES, answer("no"), answer("unsure"), "no JSON"])
def test_a_new_pack_does_not_ask_again(
    *, store: Store, transcript: int, rules: RulePack, chat: Chat, reader: Make, content: str
) -> None:
    chat.reply = says(content)
    first = audit(store, transcript, rules, reader())
    second = audit(store, transcript, replace(rules, digest="next"), reader())
    assert len(chat.sent) == 1
    assert judgments(store, first) == judgments(store, second)
    (_, _, outcome), repeated = opinions(store)
    assert repeated == (second, "sample", outcome)


def test_another_model_or_another_rule_text_is_asked(
    store: Store, transcript: int, rules: RulePack, chat: Chat, reader: Make
) -> None:
    audit(store, transcript, rules, reader())
    audit(store, transcript, replace(rules, digest="2"), reader(model="large"))
    assert len(chat.sent) == 2
    changed = replace(rules.rules["sample"], rationale="别的理由")
    third = replace(rules, digest="3", rules={**rules.rules, "sample": changed})
    audit(store, transcript, third, reader())
    assert len(chat.sent) == 3


def test_the_same_words_in_another_call_are_asked_about_anew(
    store: Store, transcript: int, rules: RulePack, chat: Chat, reader: Make
) -> None:
    audit(store, transcript, rules, reader())
    stored_call(store, "C2", turns=TURNS)
    with store.reading() as session:
        other = session.scalars(select(Transcript.id).where(Transcript.id != transcript)).one()
    audit(store, other, rules, reader())
    first, second = chat.sent
    assert first == second


def test_a_failure_is_stored_and_asked_again_by_the_next_audit(
    store: Store, transcript: int, rules: RulePack, chat: Chat, reader: Make
) -> None:
    chat.reply = lambda _sent: error(500)
    first = audit(store, transcript, rules, reader())
    assert judgments(store, first)["sample"]["doubtful"] is True
    chat.reply = says(YES)
    second = audit(store, transcript, replace(rules, digest="next"), reader())
    assert opinions(store) == [(first, "sample", "absent"), (second, "sample", "yes")]
    assert judgments(store, second)["sample"]["outcome"] == "hit"
    assert judgments(store, first)["sample"]["outcome"] == "undecided"


def test_a_result_that_is_there_keeps_its_opinions(
    store: Store, transcript: int, rules: RulePack, chat: Chat, reader: Make
) -> None:
    chat.reply = says(YES)
    first = audit(store, transcript, rules, reader())
    assert audit(store, transcript, rules, reader()) == first
    assert len(opinions(store)) == 1


def test_without_a_second_reader_the_judgment_stays_doubtful(
    store: Store, transcript: int, rules: RulePack, chat: Chat
) -> None:
    audit_id = audit(store, transcript, rules, None)
    judged = judgments(store, audit_id)["sample"]
    assert (judged["outcome"], judged["doubtful"], judged["turns"]) == ("undecided", True, [0])
    assert (chat.sent, opinions(store)) == ([], [])
    with store.reading() as session:
        assert session.scalars(select(Finding)).one().status == "doubtful"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with a pack of one rule and one labelled call."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "one").mkdir()
    write_pack(tmp_path / "one", {"rules/sample": rule_fields()})
    labels = {"violations": [{"rule": "sample", "turns": [0]}], "alerts": [], "facts": []}
    write_jsonl(tmp_path / "calls.jsonl", [fields(turns=TURNS, labels=labels)])
    return tmp_path


def run(*arguments: str) -> str:
    result = CliRunner().invoke(cli.main, [*arguments, "--pack", "one"])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_check_keeps_to_its_keys(folder: Path, chat: Chat) -> None:
    (off,) = json.loads(run("check", "calls.jsonl"))["judgments"]
    assert (off["outcome"], off["turns"]) == ("undecided", [0])
    (folder / "callaudit.toml").write_text(f'[second_reader]\nurl = "{chat.url}"\nmodel = "m"\n')
    chat.reply = says(YES)
    (on,) = json.loads(run("check", "calls.jsonl"))["judgments"]
    assert (on["outcome"], on["found_by"]) == ("hit", ["words", "second_reader"])
    assert list(on) == list(off) == [
        "rule", "outcome", "turns", "quotes", "found_by", "confidence", "reason", "clauses",
        "severity",
    ]  # fmt: skip


def test_evaluate_counts_what_it_decided(folder: Path, chat: Chat) -> None:
    before = json.loads(run("evaluate", "calls.jsonl", "--json"))["rules"]["sample"]
    (folder / "callaudit.toml").write_text(f'[second_reader]\nurl = "{chat.url}"\nmodel = "m"\n')
    chat.reply = says(YES)
    after = json.loads(run("evaluate", "calls.jsonl", "--json"))["rules"]["sample"]
    assert (before["tp"], before["fn"]) == (0, 1)
    assert (after["tp"], after["fn"]) == (1, 0)
