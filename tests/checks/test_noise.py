"""Texts misheard on purpose: repeatable, as wrong as asked, and only where sounds can be."""

import json
import re
from random import Random

import pytest

from audit.evaluation.cer import ErrorCount, count_errors
from checks.meaning.learn.calls import read_calls
from checks.noise.generator import Noise
from checks.noise.learn import ERRORS, FOLDER, learned, read_heard
from checks.noise.syllables import sounds

NOISE = Noise.load()
CALLS = FOLDER.parent / "meaning" / "data" / "calls"
TEXTS = [turn.text for call in read_calls(CALLS / "t6_1.txt") for turn in call.turns]
OTHER = re.compile(r"[^\u4e00-\u9fff]+")


def heard(rate: float, seed: int = 1) -> list[str]:
    chance = Random(seed)
    return [NOISE.misheard(text, chance, rate) for text in TEXTS]


def test_the_same_chance_mishears_the_same() -> None:
    assert heard(0.3) == heard(0.3) != heard(0.3, seed=2)


def test_without_errors_nothing_changes() -> None:
    assert heard(0) == TEXTS


@pytest.mark.parametrize("rate", [0.05, 0.1, 0.2, 0.3])
def test_about_as_much_is_wrong_as_was_asked_for(rate: float) -> None:
    counts = (count_errors(said, got) for said, got in zip(TEXTS, heard(rate), strict=True))
    reached = sum(counts, ErrorCount(0, 0))
    assert reached.characters > 2000
    assert 0.75 * rate < reached.rate < 1.2 * rate


def test_marks_digits_and_latin_stay() -> None:
    text = "您的APP欠3,500.5元，10:30前还；（工号：A8）ＱＱ……好吗？"
    got = NOISE.misheard(text, Random(3), 1.0)
    assert got != text
    assert OTHER.findall(got) == OTHER.findall(text)


def test_what_is_heard_sounds_like_what_was_said_or_was_heard_for_it() -> None:
    for word in ("逾期", "还款", "法院", "征信"):
        for seed in range(20):
            got = NOISE.misheard(word, Random(seed), 1.0)
            if len(got) == len(word):
                for before, after in zip(sounds(word), sounds(got), strict=True):
                    assert after == before or after in NOISE.confused[before][0]


def test_errors_are_what_the_lines_teach() -> None:
    assert ERRORS.read_text(encoding="utf-8") == learned(read_heard())


def test_learning() -> None:
    told = json.loads(
        learned([("逾期了还钱", "一七了还钱"), ("法院起诉", "谢谢观看请订阅"), ("您好吗", "您好")])
    )
    assert told["counts"] == {
        "lines": 3, "characters": 8, "substituted": 2, "replaced_lines": 1, "lost": 1, "added": 0,
    }  # fmt: skip
    assert told["confused"] == {"qi": {"qi": 1}, "yu": {"yi": 1}}
