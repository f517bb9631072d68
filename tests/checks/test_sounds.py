"""Terms that are found by their sound, in the turns that may hold it."""

import pytest

from checks.index import Index
from checks.sounds import Sounds
from checks.text import normalise


def _found(terms: tuple[str, ...], *said: str, among: int = -1) -> list[tuple[int, str]]:
    texts = [normalise(one) for one in said]
    found = Sounds(terms, Index()).find(texts, among)
    return [(at, texts[at].plain[start:end]) for at, start, end in found]


def test_every_stretch_that_is_spelled_otherwise() -> None:
    said = "会路音，也会录因，不是录音"
    assert _found(("录音",), "喂", said) == [(1, "路音"), (1, "录因")]


def test_only_among_the_texts_asked_for() -> None:
    assert _found(("录音",), "路音", "录因", among=0b10) == [(1, "录因")]


@pytest.mark.parametrize("said", ["逾期", "还款逾期", "\U00100000\U00100001", ""])
def test_what_does_not_sound_so(said: str) -> None:
    assert _found(("逾期还款",), said) == []


def test_one_syllable_is_enough() -> None:
    assert _found(("催",), "摧") == [(0, "摧")]
