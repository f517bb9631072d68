"""Names and numbers as they leave the machine."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.second_reader.masking import masked


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("请问是周文博先生吗", "请问是某某某先生吗"),
        ("請問是周文博嗎，文博你听我说", "請問是某某某嗎，某某你听我说"),
        ("周 文 博你好", "某 某 某你好"),
        ("周先生，小周，周哥", "某先生，小某，某哥"),
        ("下周您方便吗", "下周您方便吗"),
        ("手机号13800138000", "手机号###########"),
        ("手机１３８-００１３", "手机###-####"),
        ("尾号三八二零的卡", "尾号####的卡"),
        ("一三八，零零一三", "###，####"),
        ("一定在两三天之内还八千五百元", "一定在两三天之内还八千五百元"),
        ("欠款8500.50元", "欠款####.##元"),
        ("我是李静", "我是某某"),
        ("", ""),
    ],
)
def test_masked(text: str, shown: str) -> None:
    assert masked(text, ("周文博", "李静")) == shown


def test_without_names_only_numbers_are_masked() -> None:
    assert masked("周文博 12", ("", "")) == "周文博 ##"


def test_names_in_other_scripts() -> None:
    assert (
        masked("is this John Smith? Mr SMITH", ("John Smith",))
        == "is this 某某某某某某某某某某? Mr 某某某某某"
    )


@given(st.text(max_size=60), st.text(max_size=6))
def test_every_character_keeps_its_place(text: str, name: str) -> None:
    shown = masked(text, (name,))
    assert len(shown) == len(text)
    assert not any(character.isdigit() for character in shown if character.isascii())
    shown.encode()
