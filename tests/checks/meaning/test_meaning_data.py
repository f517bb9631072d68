"""The labelled utterances: what is refused, what is held out, what counts for what."""

from pathlib import Path

import pytest

from checks.meaning.labels import BACKGROUND, LABELS
from checks.meaning.learn.examples import HEADER, Example, data_digest, read_examples
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


def test_lines_that_share_what_was_said_before_are_held_out_together() -> None:
    sides: dict[tuple[str, str], set[bool]] = {}
    for example in read_examples():
        if example.before:
            sides.setdefault((example.rule, example.before), set()).add(example.held_out)
    assert [pair for pair, side in sides.items() if len(side) > 1] == []


def test_every_label_has_both_kinds_on_both_sides() -> None:
    seen = {(e.rule, e.shows, e.held_out) for e in read_examples()} - {
        (BACKGROUND, False, False),
        (BACKGROUND, False, True),
    }
    sides = [(shows, held_out) for shows in (True, False) for held_out in (True, False)]
    assert seen == {(label, *side) for label in LABELS for side in sides}


def test_about_15_percent_is_held_out() -> None:
    examples = read_examples()
    assert 0.12 < sum(e.held_out for e in examples) / len(examples) < 0.18


def test_the_digest_follows_the_content(tmp_path: Path) -> None:
    before = data_digest(file(tmp_path, "threat\t0\t\t好的"))
    assert data_digest(file(tmp_path, "threat\t1\t\t好的")) != before


@pytest.mark.parametrize(
    ("rule", "shows", "label", "counts"),
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
    ],
)
def test_what_a_line_counts_for(rule: str, shows: bool, label: str, counts: float) -> None:
    assert weight(Example(rule, shows, "", "您好"), label) == counts
