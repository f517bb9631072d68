"""Homophones as the recogniser writes them."""

import pytest

from checks.pinyin import heard, syllable


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("录", "路"),
        ("音", "因"),
        ("音", "英"),
        ("逾", "鱼"),
        ("是", "四"),
        ("南", "兰"),
        ("张", "赞"),
    ],
)
def test_sounds_alike(one: str, other: str) -> None:
    assert syllable(one) == syllable(other)


@pytest.mark.parametrize(("one", "other"), [("逾", "一"), ("录", "绿"), ("款", "看"), ("期", "大")])
def test_sounds_different(one: str, other: str) -> None:
    assert syllable(one) != syllable(other)


def test_a_text_is_heard_sound_by_sound() -> None:
    assert heard("会路音，ok") == heard("会录因，ok")
    assert heard("会路音，ok") != heard("会看音，ok")
    assert len(heard("会路音，ok")) == len("会路音，ok")


@pytest.mark.parametrize("character", ["，", "a", "l", "5", "🙂"])
def test_what_has_no_reading_stands_for_itself(character: str) -> None:
    assert syllable(character) == character
