"""The labelled utterances: what is refused, what is held out, what counts for what."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from checks.meaning.labels import BACKGROUND, COLLECTOR, LABELS
from checks.meaning.learn.calls import read_calls, turn_examples
from checks.meaning.learn.example import CALL, Example
from checks.meaning.learn.examples import (
    DATA,
    HEADER,
    LEARNT_CALLS,
    TUNING_CALLS,
    learnt_digest,
    read_examples,
    read_tuning,
)
from checks.meaning.learn.masks import weight
from transcribe.problem import Problem


def file(folder: Path, *lines: str, header: str = HEADER) -> Path:
    (folder / "some.tsv").write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("line", "where", "what"),
    [
        ("threat\t2\t\t您好", "some.tsv, line 3", "no labelled utterance"),
        ("threat\t1\t您好", "some.tsv, line 3", "no labelled utterance"),
        ("threat\t1\t您好\t ", "some.tsv, line 3", "no labelled utterance"),
        ("thread\t1\t\t您好", "some.tsv, line 3", "unknown rule 'thread'"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str, where: str, what: str) -> None:
    with pytest.raises(Problem, match=what) as told:
        read_examples(file(tmp_path, "threat\t0\t\t好的", line))
    assert told.value.where == where


def test_a_file_without_the_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="header"):
        read_examples(file(tmp_path, header="rule\tlabel\ttext"))


@pytest.mark.parametrize("read", [read_examples, read_tuning])
def test_every_label_is_shown(read: Callable[[], Sequence[Example]]) -> None:
    assert {label for e in read() for label in e.shows} == LABELS.keys() - {COLLECTOR}


def test_no_call_is_both_learnt_from_and_measured_on() -> None:
    seen: dict[tuple[str, str], str] = {}
    for folder in (LEARNT_CALLS, TUNING_CALLS, "reserved"):
        calls = (call for path in (DATA / folder).glob("*.txt") for call in read_calls(path))
        for turn in (turn for call in calls for turn in turn_examples(call) if turn.before):
            assert seen.setdefault((turn.before, turn.text), folder) == folder
    assert {LEARNT_CALLS, TUNING_CALLS, "reserved"} == set(seen.values())
    assert read_examples(DATA / "reserved") == ()  # what figures are made of is never read


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("a [thread] 您好", "unknown \\['thread'\\]"),
        ("b [] 您好", "no labelled turn"),
        ("a 您好", "no"),
    ],
)
def test_a_wrong_turn_is_named(tmp_path: Path, line: str, what: str) -> None:
    path = tmp_path / "some.txt"
    path.write_text(f"# T1 at=2026-03-02T10:00+08:00\n{line}\n", encoding="utf-8")
    with pytest.raises(Problem, match=what) as told:
        list(read_calls(path))
    assert told.value.where == "some.txt, line 2"


def test_a_turn_keeps_its_labels_its_values_and_who_really_speaks(tmp_path: Path) -> None:
    path = tmp_path / "some.txt"
    written = (
        "# T1 called=debtor at=2026-03-02T10:00+08:00\n"
        "a [self_name,self_institution] 我姓何，澄湖银行的\n"
        "c/a [promise_to_pay amount=300 date=2026-03-05] 周四还三百\n"
    )
    path.write_text(written, encoding="utf-8")
    (labelled,) = read_calls(path)
    said, promised = turn_examples(labelled)
    assert said.shows == {"self_name", "self_institution", "self_introduction"}
    assert (promised.side, labelled.turns[1].marked) == ("customer", "agent")
    assert labelled.turns[1].labels["promise_to_pay"] == {"amount": "300", "date": "2026-03-05"}


def test_the_digest_follows_the_content(tmp_path: Path) -> None:
    before = learnt_digest(file(tmp_path, "threat\t0\t\t好的"))
    assert learnt_digest(file(tmp_path, "threat\t1\t\t好的")) != before


@pytest.mark.parametrize(
    ("origin", "shows", "label", "counts"),
    [
        ("threat", True, "threat", 1.0),
        ("threat", False, "threat", 1.0),
        (BACKGROUND, False, "threat", 1.0),
        (BACKGROUND, False, "debt_detail", 0.0),  # harmless turns do speak of the debt
        ("abuse", False, "threat", 0.4),
        ("abuse", True, "threat", 0.15),
        ("verify_question", True, "threat", 0.3),
        ("complaint", True, "threat", 0.0),  # the other side's words teach nothing of the collector
        ("complaint", True, "dispute", 0.15),
        ("threat", True, "debt_detail", 0.0),
        ("threat", False, "self_name", 0.0),  # only whole calls are labelled for it
        (CALL, False, "threat", 1.0),
        (CALL, False, "complaint", 0.0),
        (CALL, False, COLLECTOR, 1.0),
    ],
)
def test_what_an_example_counts_for(origin: str, shows: bool, label: str, counts: float) -> None:
    side = LABELS.get(origin, "agent")
    shown = frozenset({origin}) if shows else frozenset()
    assert weight(Example(origin, shown, "", "您好", side), label) == counts
