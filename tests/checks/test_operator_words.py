"""`words`: any, all, some, none, how often, and in one sentence; unknown speakers leave it open."""

from typing import Any

import pytest
from building import answer, call, turns_of

from checks.answer import Truth
from transcribe.problem import Problem

ALL = {"all": ["逾期", "起诉"]}
SOME = {"some": ["甲", "乙", "丙"], "at_least": "2"}
IN_SENTENCE = {**ALL, "together": "sentence"}
TWICE = {"any": ["甲", "乙"], "hits": "2"}


@pytest.mark.parametrize(
    ("raw", "said", "truth", "turns"),
    [
        (ALL, ["a: 逾期了", "a: 会起诉"], True, [0, 1]),
        (ALL, ["a: 逾期了", "c: 会起诉"], False, []),
        (ALL, ["a: 逾期了", "u: 会起诉"], None, [0, 1]),
        (ALL, [], False, []),
        ({**ALL, "together": "turn"}, ["a: 逾期了", "a: 会起诉"], False, []),
        ({**ALL, "together": "turn"}, ["a: 逾期。会起诉"], True, [0, 0]),
        (IN_SENTENCE, ["a: 逾期。会起诉"], False, []),
        (IN_SENTENCE, ["a: 你好。逾期，会起诉。再见"], True, [0, 0]),
        (IN_SENTENCE, ["u: 逾期，会起诉"], None, [0, 0]),
        (SOME, ["a: 甲", "a: 丙"], True, [0, 1]),
        (SOME, ["a: 甲甲甲"], False, []),  # different ones
        (SOME, ["a: 甲", "u: 丙"], None, [0, 1]),
        (TWICE, ["a: 甲", "a: 甲"], True, [0, 1]),
        (TWICE, ["a: 甲"], False, []),
        (TWICE, ["a: 甲", "u: 乙"], None, [0, 1]),
        ({**TWICE, "together": "sentence"}, ["a: 甲，乙", "a: 甲"], True, [0, 0]),
        ({"none": ["甲"]}, ["a: 乙"], True, []),
        ({"none": ["甲"]}, ["a: 甲"], False, []),
        ({"none": ["甲"]}, ["c: 甲"], True, []),
        ({"none": ["甲"]}, ["u: 甲"], None, [0]),
        ({"none": ["录音"], "sounds_like": ["录音"]}, ["a: 路音"], False, []),
        ({**ALL, "unless": ["没逾期"]}, ["a: 没逾期", "a: 会起诉"], False, []),
        ({"all": ["录音", "工号"], "sounds_like": ["录音"]}, ["a: 路音，工号"], True, [0, 0]),
        ({"all": ["录音", "工号"]}, ["a: 路音，工号"], False, []),
    ],
)
def test_words(raw: dict[str, Any], said: list[str], truth: Truth, turns: list[int]) -> None:
    found = answer(call(*said), {"operator": "words", **raw})
    assert (found.truth, turns_of(found)) == (truth, turns)


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ({"any": []}, "any is empty"),
        ({"all": []}, "all is empty"),
        ({"none": [""]}, "any holds an empty phrase|none holds an empty phrase"),
        ({"any": ["甲"], "unless": []}, "unless is empty"),
        ({"any": ["甲"], "all": ["乙"]}, r"any cannot stand with \['all'\]"),
        ({"none": ["甲"], "hits": "2"}, r"none cannot stand with \['hits'\]"),
        ({"some": ["甲"], "at_least": "2"}, "at_least 2 of 1 phrases cannot be"),
        ({"some": ["甲"]}, "'at_least'"),
        ({"any": ["甲"], "hits": "0"}, "hits '0' is no number of 1 or more"),
        ({"any": ["甲"], "together": "clause"}, "together 'clause' is none of sentence, turn"),
        ({"all": ["甲"], "sounds_like": ["乙"]}, r"sounds_like names \['乙'\], which all does not"),
        ({}, "nothing to look for"),
    ],
)
def test_bad_words_are_told(raw: dict[str, Any], told: str) -> None:
    with pytest.raises((Problem, KeyError), match=told):
        answer(call("a: 甲"), {"operator": "words", **raw})
