"""The first and last turns or seconds of a call, and conditions that must hold in every turn."""

from typing import Any

import pytest
from building import answer, bare_scene, call, spoken, turns_of

from checks.answer import Truth
from checks.scope import Scope
from transcribe.problem import Problem


@pytest.mark.parametrize(
    ("raw", "said", "turns"),
    [
        ({"first": "2"}, "aaca", [(0, True), (1, True)]),
        ({"last": "2"}, "aaca", [(1, True), (3, True)]),
        ({"first": "1", "speaker": "customer"}, "aaca", [(2, True)]),
        ({"first": "1"}, "uaa", [(0, False), (1, False)]),  # one of the two is the agent's first
        ({"first": "1"}, "auu", [(0, True)]),
        ({"last": "1"}, "aau", [(1, False), (2, False)]),
        ({"first": "2"}, "uaa", [(0, False), (1, True), (2, False)]),
        ({"first": "1", "speaker": "any"}, "ua", [(0, True)]),
        ({"first": "9"}, "aa", [(0, True), (1, True)]),
    ],
)
def test_turns_at_the_ends(raw: dict[str, str], said: str, turns: list[tuple[int, bool]]) -> None:
    heard = bare_scene(call(*(f"{side}: 甲" for side in said)))
    assert list(Scope.read(raw).turns_of(heard)) == turns


TIMED = spoken("a 0 2 甲", "a 9 12 甲", "a 30 35 甲", "a 55 58 甲")


@pytest.mark.parametrize(
    ("raw", "facts", "turns"),
    [
        ({"first_seconds": "10"}, {}, [0, 1]),  # it begins before the tenth second
        ({"last_seconds": "10"}, {}, [3]),
        ({"last_seconds": "25"}, {}, [2, 3]),
        ({"last_seconds": "25"}, {"duration_s": 80.0}, [3]),  # the recording goes on in silence
        ({"first_seconds": "10", "last_seconds": "10"}, {}, []),
    ],
)
def test_seconds_at_the_ends(
    raw: dict[str, str], facts: dict[str, float], turns: list[int]
) -> None:
    heard = bare_scene(spoken("a 0 2 甲", "a 9 12 甲", "a 30 35 甲", "a 55 58 甲", **facts))
    assert [index for index, _sure in Scope.read(raw).turns_of(heard)] == turns


def test_without_times_the_seconds_are_open() -> None:
    raw = {"operator": "words", "any": ["甲"], "scope": {"first_seconds": "10"}}
    found = answer(spoken("a 0 0 甲"), raw)
    assert (found.truth, found.missing) == (None, "times")
    assert answer(spoken("a 0 0 乙"), raw).truth is False


@pytest.mark.parametrize(
    ("said", "truth", "turns"),
    [
        (("a: 甲", "c: 乙", "a: 甲"), True, [0, 2]),
        (("a: 甲", "a: 乙"), False, []),
        (("c: 甲",), False, []),  # no turn of the agent that could
        (("a: 甲", "u: 乙"), None, [0]),
        (("a: 甲", "u: 甲"), True, [0]),
        (("u: 甲",), None, [0]),
    ],
)
def test_every_turn_must_match(said: tuple[str, ...], truth: Truth, turns: list[int]) -> None:
    found = answer(call(*said), {"operator": "words", "any": ["甲"], "scope": {"every": "true"}})
    assert (found.truth, turns_of(found)) == (truth, turns)


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ({"first": "0"}, "first '0' is no number of 1 or more"),
        ({"last": "2.5"}, "last '2.5' is no whole number"),
        ({"within": "0"}, "within '0' is no number of 1 or more"),
        ({"first_seconds": "-1"}, "first_seconds '-1' is no number of 0 or more"),
        ({"last_seconds": "nan"}, "last_seconds 'nan' is no number"),
        ({"every": "yes"}, "every 'yes' is none of true, false"),
    ],
)
def test_impossible_numbers_are_told(raw: dict[str, Any], told: str) -> None:
    with pytest.raises(Problem, match=told):
        Scope.read(raw)
