from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from transcribe.audio import RATE
from transcribe.vad import Span
from transcribe.windows import pack


@st.composite
def spans_in_sound(draw: st.DrawFn) -> tuple[list[Span], int]:
    """Spans of 0.1 to 20 s with pauses of 0.3 to 10 s, and the length of the sound."""
    spans, at = [], 0
    for pause, length in draw(
        st.lists(st.tuples(st.integers(4800, 160_000), st.integers(1600, 320_000)), max_size=12)
    ):
        spans.append(Span(at + pause, at + pause + length))
        at += pause + length
    return spans, at + draw(st.integers(0, 16_000))


@given(spans_in_sound())
def test_every_span_is_packed_once_in_order_and_within_the_limit(given_: Any) -> None:
    spans, total = given_
    windows = pack(spans, total, 28)
    assert [span for window in windows for span in window.spans] == spans
    for window in windows:
        assert sum(cut.end - cut.start for cut in window.cuts) <= 28 * RATE
        for span, cut in zip(window.spans, window.cuts, strict=True):
            assert 0 <= cut.start <= span.start < span.end <= cut.end <= total


@given(spans_in_sound())
def test_times_come_back(given_: Any) -> None:
    spans, total = given_
    sound = np.arange(total, dtype=np.float32)  # every sample is its own index (exact below 2**24)
    for window in pack(spans, total, 28):
        heard = window.cut(sound)
        for index, span in enumerate(window.spans):
            middle = (span.start + span.end) // 2
            second = float(np.searchsorted(heard, middle)) / RATE
            assert window.owner(second) == index
            assert abs(window.original(index, second) - middle / RATE) <= 0.01


def test_close_neighbours_share_the_pause_between_them() -> None:
    spans = [Span(RATE, 2 * RATE), Span(2 * RATE + 8000, 3 * RATE)]
    (window,) = pack(spans, 10 * RATE, 28)
    assert window.cuts[0].end == window.cuts[1].start == 2 * RATE + 4000


def test_a_time_after_the_end_belongs_to_the_last_span() -> None:
    (window,) = pack([Span(RATE, 2 * RATE)], 3 * RATE, 28)
    assert window.owner(99.0) == 0
    assert window.original(0, 99.0) == 2.4
