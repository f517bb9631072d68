"""Figures become the words that were said, with their times."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.entities.numbers import parse_number
from transcribe.engine import Heard
from transcribe.figures import as_said, counted


def heard(*texts: str) -> list[Heard]:
    return [Heard(at, at + 1, text, 0.9 - 0.1 * at) for at, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (["欠", "9300", "六", "四十四天"], "欠九千三百六四十四天"),
        (["一共", "28", "00", "块"], "一共两千八百块"),
        (["逾期", "15", "天"], "逾期十五天"),
        (["还", "100", "元"], "还一百元"),
        (["我", "的", "工", "号", "8021"], "我的工号八零二一"),
        (["尾号是", "371"], "尾号是三七一"),
        (["打", "13800138000"], "打一三八零零一三八零零零"),
        (["2026", "年"], "二零二六年"),
        (["0371"], "零三七一"),
        (["5%"], "5%"),
        (["5", "%"], "5%"),
        (["3.5", "万"], "3.5万"),
        (["15", ":", "30"], "15:30"),
        (["您好"], "您好"),
        ([], ""),
    ],
)
def test_numbers_in_words(texts: list[str], said: str) -> None:
    assert "".join(piece.text for piece in as_said(heard(*texts))) == said


def test_a_shared_number_is_one_piece_over_both_times() -> None:
    (piece,) = as_said(heard("28", "00"))
    assert (piece.start, piece.end, piece.text) == (0, 2, "两千八百")
    assert piece.confidence == pytest.approx(0.8)


@given(st.integers(1, 99_999_999))
def test_the_value_is_kept(number: int) -> None:
    assert parse_number(counted(number)) == number
