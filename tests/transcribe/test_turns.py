import numpy as np
import pytest
from sounds import pieces_at

from transcribe.audio import RATE
from transcribe.engine import Heard
from transcribe.transcript import Turn
from transcribe.turns import in_time_order, mean_confidence, turns_of_window
from transcribe.vad import Span
from transcribe.windows import Window


def window_of(*seconds: tuple[float, float]):
    spans = [Span(int(a * RATE), int(b * RATE)) for a, b in seconds]
    return Window(tuple(pieces_at(spans, np.zeros(30 * RATE, np.float32))))


def test_words_go_to_the_span_they_sound_in() -> None:
    # In the window: 0.6-2.4 s is the first span with its pauses, 2.4-4.2 s the second.
    window = window_of((10, 11), (20, 21))
    heard = [Heard(0.5, 0.8, "您", 0.9), Heard(0.8, 1.2, "好", 0.9), Heard(2.3, 2.6, "再見", 0.4)]
    first, second = turns_of_window(window, heard, "agent", "").values()
    assert (first.text, first.start, first.end, first.speaker) == ("您好", 10, 11, "agent")
    assert (second.text, second.start, second.end) == ("再见", 20, 21)
    assert second.words[0].text == "再见"
    assert second.words[0].start == pytest.approx(20.1)


def test_a_word_stretched_over_the_pause_opens_the_next_turn() -> None:
    heard = [Heard(0.8, 1.3, "录音", 0.9), Heard(1.3, 2.3, "您", 0.9), Heard(2.3, 2.5, "的", 0.9)]
    window = window_of((10, 11), (20, 21))
    first, second = turns_of_window(window, heard, "agent", "").values()
    assert (first.text, second.text) == ("录音", "您的")
    assert second.words[0].start == 19.6  # kept inside the second span's own sound


def test_a_span_without_words_is_no_turn() -> None:
    assert turns_of_window(window_of((1, 2)), [], "agent", "") == {}
    assert turns_of_window(window_of((1, 2)), [Heard(0, 1, " ", 0.5)], "agent", "") == {}


def test_confidence_is_the_geometric_mean_of_the_words() -> None:
    heard = [Heard(0.4, 0.6, "好", 0.9), Heard(0.6, 0.8, "的", 0.4)]
    (turn,) = turns_of_window(window_of((1, 2)), heard, "agent", "").values()
    assert turn.confidence == 0.6


def test_channels_merge_by_time_and_short_pauses_join() -> None:
    agent = [
        Turn("agent", 0, 1, "您好", 0.8),
        Turn("agent", 1.5, 3, "请问", 0.8),
        Turn("agent", 5, 6, "嗯", 0.2),
    ]
    customer = [Turn("customer", 3.2, 4.8, "我是", 0.8)]
    merged = in_time_order([agent, customer])
    assert [(turn.speaker, turn.start, turn.end, turn.text) for turn in merged] == [
        ("agent", 0, 3, "您好请问"),
        ("customer", 3.2, 4.8, "我是"),
        ("agent", 5, 6, "嗯"),
    ]


def test_two_unknown_channels_are_not_joined() -> None:
    merged = in_time_order([[Turn("unknown", 0, 1, "您好")], [Turn("unknown", 1.1, 2, "你好")]])
    assert len(merged) == 2


def test_mean_confidence_counts_length() -> None:
    assert mean_confidence([]) is None
    assert mean_confidence([Turn("agent", 0, 3, "a", 1.0), Turn("agent", 3, 4, "b", 0.0)]) == 0.75
