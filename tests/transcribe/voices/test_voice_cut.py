"""Where turns are cut, and when."""

from dataclasses import replace

from transcribe.transcript import Primed, Turn, Word
from transcribe.voices.changes import likeliest
from transcribe.voices.cut import halves


def turn(text: str, *words: tuple[float, float, str]) -> Turn:
    said = tuple(Word(*word) for word in words)
    return Turn("unknown", words[0][0], words[-1][1], text, words=said)


def test_one_weak_piece_changes_nothing_a_strong_one_does() -> None:
    assert likeliest([5, 5, -1, 5], 4) == [1, 1, 1, 1]
    assert likeliest([5, 5, -9, 5], 4) == [1, 1, -1, 1]
    assert likeliest([5, -3, -3, -3], 4) == [1, -1, -1, -1]
    assert likeliest([], 4) == []


def test_a_turn_is_cut_in_the_longest_pause_nearby() -> None:
    said = turn(
        "您是周先生吗 我是",
        (0, 0.4, "您是"),
        (0.4, 1.0, "周先生"),
        (1.0, 1.2, "吗"),
        (1.4, 2.0, "我是"),
    )
    cut = halves(said, 1.0)
    assert cut is not None
    assert [part.text for part in cut] == ["您是周先生吗", "我是"]
    assert (cut[0].end, cut[1].start) == (1.3, 1.3)
    assert [len(part.words) for part in cut] == [3, 1]


def test_a_doubtful_word_goes_with_the_part_that_holds_it() -> None:
    said = turn("您是哪位 要上门", (0, 0.4, "您是"), (0.4, 1.0, "哪位"), (1.4, 2.0, "要上门"))
    cut = halves(replace(said, primed=(Primed("上门", "商场"),)), 1.2)
    assert cut is not None
    assert [len(part.primed) for part in cut] == [0, 1]


def test_where_no_words_stand_on_one_side_nothing_is_cut() -> None:
    assert halves(turn("喂", (0, 0.4, "喂")), 0.2) is None
    assert halves(turn("喂你好", (0, 0.4, "喂"), (0.4, 3.0, "你好")), 2.5) is None
