"""What normalisation takes away, and where sentences and clauses end."""

import pytest

from checks.text import normalise


@pytest.mark.parametrize(
    ("original", "plain"),
    [
        ("還錢", "还钱"),
        ("ＡＢｃ１２", "abc12"),
        ("还 钱\n　吧", "还钱吧"),
        ("逾\u200b期\ufeff了", "逾期了"),
        ("㎏", "㎏"),  # would become two characters: kept, so that offsets survive
        ("", ""),
        ("You  owe\n500 dollars", "you owe 500 dollars"),
        ("Hello, this is Ann. You’re late.", "hello，this is ann。you're late。"),
        ("加我 q q 或 a p p", "加我qq或app"),
        ("打 138 0013 8000", "打13800138000"),
        ("用 App 还 500 元", "用app还500元"),
        ("🙂还钱", "🙂还钱"),
    ],
)
def test_plain(original: str, plain: str) -> None:
    text = normalise(original)
    assert text.plain == plain
    assert len(text.origin) == len(plain)


def test_offsets_lead_back_over_invisible_characters() -> None:
    text = normalise("您\u200b的逾\u200b期款")
    start = text.plain.index("逾期")
    first, last = text.to_original(start, start + 2)
    assert text.original[first:last] == "逾\u200b期"


@pytest.mark.parametrize(
    ("text", "phrase", "before"),
    [
        ("您好。我们不会上门", "上门", "我们不会"),
        ("先说一句，我们不会上门", "上门", "先说一句，我们不会"),
        ("上门", "上门", ""),
        ("不会!上门", "上门", ""),
    ],
)
def test_sentence_before(text: str, phrase: str, before: str) -> None:
    read = normalise(text)
    assert read.sentence_before(read.plain.index(phrase)) == before


@pytest.mark.parametrize(
    ("text", "phrase", "clause"),
    [
        ("您好，您逾期了，请还款", "逾期", "您逾期了"),
        ("逾期", "逾期", "逾期"),
        ("甲，乙，丙", "，乙，", "甲，乙，丙"),
    ],
)
def test_clause_around(text: str, phrase: str, clause: str) -> None:
    read = normalise(text)
    start = read.plain.index(phrase)
    left, right = read.clause_around(start, start + len(phrase))
    assert read.plain[left:right] == clause
