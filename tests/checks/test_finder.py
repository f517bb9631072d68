"""Phrases, exclusions, guards, names and homophones in one turn."""

from typing import Any

import pytest
from building import call

from checks.finder import SOUNDED, SPELLED, Finder
from checks.lexicon import Lexicons
from checks.text import normalise
from transcribe.problem import Problem

LISTS = Lexicons({"guard_negated": ("(?:不会|从不)[^，。]{0,4}",), "kin": ("妈妈", "姐姐")})
CALL = call(agent_name="王 小明", client="ABC消费金融有限公司")


def _found(raw: dict[str, Any], said: str) -> list[str]:
    text = normalise(said)
    found = Finder.read(raw, LISTS).find([text], 1, CALL).get(0, [])
    return [text.plain[start:end] for start, end, _confidence in found]


@pytest.mark.parametrize(
    ("raw", "said", "found"),
    [
        ({"any": ["上门"]}, "今晚上门，明天还上门", ["上门", "上门"]),
        ({"any": ["上门"]}, "今晚上 門", ["上门"]),
        ({"any": ["打给你{kin}"]}, "打给你妈妈", ["打给你妈妈"]),
        # `unless` bars what it overlaps, nothing else in the turn
        ({"any": ["上门"], "unless": ["上门服务"]}, "上门服务，上门找你", ["上门"]),
        # a guard bars what it directly precedes in the same sentence
        ({"any": ["上门"], "guards": ["negated"]}, "我们不会上门", []),
        ({"any": ["上门"], "guards": ["negated"]}, "不会的。上门找你", ["上门"]),
        ({"any": ["上门"], "guards": ["negated"]}, "我们不会，但是上门找你", ["上门"]),
        ({"any": ["上门"], "guards": ["negated"]}, "上门，我们从不骗人", ["上门"]),
        # homophones: only what is spelled otherwise
        ({"sounds_like": ["逾期"]}, "您一期了", []),
        ({"sounds_like": ["录音"]}, "通话会路音", ["路音"]),
        ({"sounds_like": ["录音"]}, "通话会录音", []),
        ({"any": ["录音"], "sounds_like": ["录音"]}, "录音，录因", ["录音", "录因"]),
        # names are read as text is: no white space, one width, small letters
        ({"names": ["agent_name"]}, "是王小明吗", ["王小明"]),
        ({"names": ["client"]}, "我是ＡＢＣ消费金融有限公司的", ["abc消费金融有限公司", "abc"]),
        ({"names": ["client"]}, "这里是abc的", ["abc"]),
        ({"names": ["agency"]}, "这里是abc的", []),
    ],
)
def test_find(raw: dict[str, Any], said: str, found: list[str]) -> None:
    assert _found(raw, said) == found


def test_what_only_sounds_alike_is_trusted_less() -> None:
    finder = Finder.read({"any": ["录音"], "sounds_like": ["录音"]}, LISTS)
    found = finder.find([normalise("录音路音")], 1, CALL)[0]
    assert [confidence for _start, _end, confidence in found] == [SPELLED, SOUNDED]


def test_an_empty_match_is_none() -> None:
    assert _found({"any": ["x*"]}, "您好") == []


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ({"any": ["甲"], "like": ["乙"]}, "knows no"),
        ({"unless": ["甲"]}, "nothing to look for"),
        ({"any": "逾期"}, "any is no list"),
        ({"any": ["甲"], "guards": ["nobody"]}, "no word list"),
        ({"names": ["phone"]}, "a call has no name"),
    ],
)
def test_a_bad_finder_is_told(raw: dict[str, Any], told: str) -> None:
    with pytest.raises(Problem, match=told):
        Finder.read(raw, LISTS)
