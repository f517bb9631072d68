"""Homophones as the recogniser writes them."""

import pytest

from checks.pinyin import Sounds, syllable


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


@pytest.mark.parametrize("character", ["，", "a", "l", "5", "🙂"])
def test_what_has_no_reading_stands_for_itself(character: str) -> None:
    assert syllable(character) == character


def test_places_are_ranges_of_the_text() -> None:
    plain = "会路音，也会录因，不是录音"
    found = [plain[start:end] for start, end in Sounds(("录音",)).find(plain)]
    assert found == ["路音", "录因"]


def test_a_term_longer_than_the_text_is_not_found() -> None:
    assert list(Sounds(("逾期还款",)).find("逾期")) == []
