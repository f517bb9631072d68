"""A settled answer holds whoever the unknown speakers were: every way to resolve them agrees."""

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from building import answer

from checks.call import Call
from transcribe.transcript import SPEAKERS, Turn

CUE = {"operator": "words", "any": ["提示"], "scope": {"speaker": "customer"}}
SAYINGS = ("甲", "乙", "甲乙", "提示", "提示甲", "您好", "五百块", "三百块", "丙")
FAST = {"operator": "speech_rate", "faster_than": "120", "min_chars": "1"}
OPERATORS: tuple[dict[str, Any], ...] = (
    {"operator": "words", "any": ["甲"]},
    {"operator": "words", "all": ["甲", "乙"]},
    {"operator": "words", "none": ["甲"]},
    {"operator": "words", "any": ["甲"], "hits": "2"},
    {"operator": "speaks", "at_least": "2"},
    {"operator": "speaks", "at_most": "2"},
    {"operator": "silence", "longer_than": "2"},
    {"operator": "silence", "longer_than": "2", "answering": "true"},
    {"operator": "overlap", "longer_than": "0.5"},
    FAST,
    {**FAST, "of": "side"},
    {"operator": "role", "speaks": "first"},
    {"operator": "role", "share_over": "0.5"},
    {"operator": "pick_up", "silent_for": "2"},
    {"operator": "pick_up", "greeting": "false"},
    {"operator": "repeated", "within": "3", "min_chars": "1"},
    {"operator": "compare", "entity": "amount", "said_by": "customer", "is": "equal"},
)  # fmt: skip


def _scope(chance: random.Random) -> dict[str, Any]:
    """Each key in some of the cases, so that they meet in every combination."""
    near = {
        "condition": "cue",
        "where": chance.choice(("before", "after", "around")),
        "hit": chance.choice(("any", "each", "last", "1", "2")),
        "turns": str(chance.randint(0, 4)),
    }
    keys: dict[str, Any] = {
        "speaker": chance.choice(("agent", "customer", "any")),
        "first": str(chance.randint(1, 3)),
        "last": str(chance.randint(1, 3)),
        "every": "true",
        "near": near,
    }
    return {key: value for key, value in keys.items() if chance.random() < 0.4}


def _turns(chance: random.Random) -> Iterator[Turn]:
    start = 0.0
    for _ in range(chance.randint(1, 6)):
        start += chance.choice((0.25, 1, 3))
        end = start + chance.choice((0.5, 1.5, 4))
        yield Turn(chance.choice(SPEAKERS), start, end, chance.choice(SAYINGS))


def _resolved(turns: tuple[Turn, ...]) -> Iterator[Call]:
    open_ = [index for index, turn in enumerate(turns) if turn.speaker == "unknown"]
    for sides in product(SPEAKERS[:2], repeat=len(open_)):
        known = dict(zip(open_, sides, strict=True))
        yield Call(
            "T",
            tuple(replace(t, speaker=known.get(i, t.speaker)) for i, t in enumerate(turns)),
        )


@pytest.mark.parametrize("operator", OPERATORS, ids=str)
def test_a_settled_answer_holds_for_every_speaker(operator: dict[str, Any]) -> None:
    chance = random.Random(operator["operator"])
    settled = 0
    for _ in range(150):
        turns, raw = tuple(_turns(chance)), {**operator, "scope": _scope(chance)}
        found = answer(Call("T", turns), raw, cue=CUE)
        truths = {answer(heard, raw, cue=CUE).truth for heard in _resolved(turns)}
        assert None not in truths, (raw, turns)
        if found.truth is not None:
            settled += 1
            assert truths == {found.truth}, (raw, turns)
            assert all(match.sure for match in found.matches)
    assert settled > 50  # else the case would show nothing
