"""Cutting text at evidence."""

from hypothesis import given
from hypothesis import strategies as st

from audit.review.marks import Mark, Segment, segments


def test_overlapping_evidence_of_two_findings() -> None:
    assert segments("一二三四五", [Mark(1, 3, 7), Mark(2, 4, 8)]) == [
        Segment("一"),
        Segment("二", (7,)),
        Segment("三", (7, 8)),
        Segment("四", (8,)),
        Segment("五"),
    ]


def test_neighbours_of_one_finding_are_one_mark() -> None:
    assert segments("一二三", [Mark(0, 1, 7), Mark(1, 2, 7)]) == [
        Segment("一二", (7,)),
        Segment("三"),
    ]


def test_empty_text_and_wild_spans() -> None:
    assert segments("", [Mark(0, 3, 1)]) == []
    assert segments("一", [Mark(5, 9, 1), Mark(-3, 0, 1)]) == [Segment("一")]


numbers = st.integers(-2, 14)


@given(st.text(max_size=12), st.lists(st.builds(Mark, numbers, numbers, st.integers(1, 3))))
def test_together_the_segments_are_the_text(text: str, marks: list[Mark]) -> None:
    assert "".join(segment.text for segment in segments(text, marks)) == text
