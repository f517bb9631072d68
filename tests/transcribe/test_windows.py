from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from sounds import pieces_at

from transcribe.audio import RATE
from transcribe.vad import Span
from transcribe.windows import Window, pack


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


def packed(spans: list[Span], total: int) -> list[Window]:
    sound = np.arange(total, dtype=np.float32)  # every sample is its own index (exact below 2**24)
    return [window for _channel, window in pack([(0, p) for p in pieces_at(spans, sound)], 28)]


@given(spans_in_sound())
def test_every_span_is_packed_once_in_order_and_within_the_limit(given_: Any) -> None:
    spans, total = given_
    windows = packed(spans, total)
    assert [span for window in windows for span in window.spans] == spans
    assert all(len(window.sound()) <= 28 * RATE for window in windows)


@given(spans_in_sound())
def test_times_come_back(given_: Any) -> None:
    for window in packed(*given_):
        heard = window.sound()
        for index, span in enumerate(window.spans):
            middle = (span.start + span.end) // 2
            second = float(np.searchsorted(heard, middle)) / RATE
            assert window.owner(second) == index
            assert abs(window.original(index, second) - middle / RATE) <= 0.01


def test_each_channel_fills_its_own_windows_and_a_full_one_comes_at_once() -> None:
    sound = np.zeros(200 * RATE, np.float32)
    one, later, beside = (Span(at * RATE, (at + 20) * RATE) for at in (1, 30, 2))
    first, second = pieces_at([one, later], sound)
    (other,) = pieces_at([beside], sound)
    windows = pack([(0, first), (1, other), (0, second)], 28)
    assert [(c, w.pieces) for c, w in windows] == [(0, (first,)), (0, (second,)), (1, (other,))]


def test_a_time_after_the_end_belongs_to_the_last_span() -> None:
    (window,) = packed([Span(RATE, 2 * RATE)], 3 * RATE)
    assert window.owner(99.0) == 0
    assert window.original(0, 99.0) == 2.4
