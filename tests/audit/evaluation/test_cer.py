from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.evaluation.cer import ErrorCount, as_markdown, count_errors, read_references
from transcribe.problem import Problem

TEXT = st.text(alphabet="还款逾期，。 a", max_size=12)


@pytest.mark.parametrize(
    ("reference", "heard", "edits"),
    [
        ("还款", "还款", 0),
        ("请还款。", "請還款", 0),
        ("逾期了", "一七了", 2),
        ("逾期了", "逾期", 1),
        ("逾期", "您逾期了", 2),
        ("APP", "ａｐｐ", 0),
        ("您好", "", 2),
    ],
)
def test_edits(reference: str, heard: str, edits: int) -> None:
    assert count_errors(reference, heard).edits == edits


@given(TEXT, TEXT, TEXT)
def test_edits_are_a_distance(a: str, b: str, c: str) -> None:
    def edits(x: str, y: str) -> int:
        return count_errors(x, y).edits

    assert edits(a, b) == edits(b, a)
    assert edits(a, a) == 0
    assert edits(a, c) <= edits(a, b) + edits(b, c)


def test_totals_count_characters_not_clips() -> None:
    assert (ErrorCount(1, 2) + ErrorCount(0, 8)).rate == 0.1


def test_an_empty_reference_is_wrong_when_anything_was_heard() -> None:
    assert (count_errors("", "您").rate, count_errors("", "").rate) == (1, 0)


def test_table_has_a_row_a_clip_and_the_total() -> None:
    table = as_markdown(
        [Path("a.wav"), Path("b.wav")], {"one": [ErrorCount(1, 4), ErrorCount(0, 6)]}
    )
    assert table.splitlines() == [
        "| clip | one |",
        "|---|---|",
        "| a.wav | 0.250 |",
        "| b.wav | 0.000 |",
        "| **all characters** | 0.100 (1/10) |",
    ]


def test_references(tmp_path: Path) -> None:
    (tmp_path / "refs.tsv").write_text("file\treference\na.wav\t您好\n", encoding="utf-8")
    assert read_references(tmp_path) == [(tmp_path / "a.wav", "您好")]


def test_a_folder_without_references(tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"refs\.tsv"):
        read_references(tmp_path)
