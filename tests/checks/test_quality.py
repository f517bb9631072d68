"""The measured course of a call."""

import pytest

from checks.quality import MEASURES, measure
from transcribe.transcript import Turn


def test_every_measure_has_a_name() -> None:
    assert measure(()).keys() == MEASURES.keys()


@pytest.mark.parametrize(
    ("turns", "count"),
    [
        ([("customer", 0, 4), ("agent", 3, 5)], 1),
        ([("customer", 0, 4), ("agent", 3.6, 5)], 0),  # the overlap of ordinary turn-taking
        ([("agent", 0, 4), ("customer", 2, 5)], 0),  # the customer cuts in
        ([("customer", 0, 9), ("agent", 1, 2), ("agent", 5, 6)], 2),
        ([("customer", 0, 4), ("agent", 4, 6)], 0),
        ([("unknown", 0, 4), ("unknown", 2, 6)], None),
    ],
)
def test_interruptions(turns: list[tuple[str, float, float]], count: int | None) -> None:
    spoken = [Turn(speaker, start, end, "话") for speaker, start, end in turns]  # type: ignore[arg-type]
    assert measure(spoken)["interruptions"] == count
