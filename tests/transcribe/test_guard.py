import pytest

from transcribe.guard import primed_words
from transcribe.told import COLLECTION_WORDS, DECIDING_WORDS
from transcribe.transcript import Primed


@pytest.mark.parametrize(
    ("told", "untold", "primed"),
    [
        ("明天上门去看", "明天商场去看", [("上门", "商场")]),
        ("明天上门去看", "", [("上门", "")]),
        ("明天上门去看", "明天去看", [("上门", "")]),
        ("他没有法院", "他没有反应", [("法院", "反应")]),
        ("今天上门再上门", "今天商场再商场", [("上门", "商场")]),
        # The sound bears it out: the same word, or the same syllables in other characters.
        ("明天上门去看", "明天上门去看", []),
        ("你的通讯录我有", "你的通信路我有", []),
        ("我们会起诉你", "我们会其数你", []),
        ("影响征信", "影响真心", []),
        ("逾期了上门", "一七了上门", []),
        ("您好", "您好", []),
    ],
)
def test_a_word_that_nothing_sounds_like_was_only_primed(
    told: str, untold: str, primed: list[tuple[str, str]]
) -> None:
    found = primed_words(told, untold, sorted(DECIDING_WORDS))
    assert list(found) == [Primed(*pair) for pair in primed]


def test_deciding_words_are_among_those_that_are_told() -> None:
    assert set(COLLECTION_WORDS.split()) > DECIDING_WORDS
