"""A condition beside the hits of another one, three-valued where those are not settled."""

from typing import Any

import pytest
from building import answer, call, rule, spoken, turns_of

from checks.answer import Truth
from transcribe.problem import Problem

CUE = {"operator": "words", "any": ["提示"], "scope": {"speaker": "customer"}}


def look(*said: str, **near: Any) -> tuple[Truth, list[int]]:
    """Where the agent says 甲 near the customer's 提示."""
    raw = {"operator": "words", "any": ["甲"], "scope": {"near": {"condition": "cue", **near}}}
    found = answer(call(*said), raw, cue=CUE)
    return found.truth, turns_of(found)


TWICE = ("a: 甲", "c: 提示", "a: 乙", "a: 甲", "c: 提示", "a: 乙")


@pytest.mark.parametrize(
    ("near", "truth", "turns"),
    [
        ({}, True, [0, 3]),
        ({"where": "before"}, True, [0, 3]),
        ({"where": "after"}, True, [3]),
        ({"where": "after", "turns": "1"}, False, []),
        ({"where": "after", "turns": "2"}, True, [3]),
        ({"where": "before", "turns": "1"}, True, [0, 3]),
        ({"where": "before", "turns": "1", "hit": "2"}, True, [3]),
        ({"where": "after", "hit": "1"}, True, [3]),
        ({"where": "after", "hit": "2"}, False, []),
        ({"where": "after", "hit": "last"}, False, []),
        ({"where": "before", "hit": "each"}, True, [0, 3]),
        ({"where": "after", "hit": "each"}, False, []),
        ({"where": "before", "hit": "3"}, False, []),
        ({"turns": "0"}, False, []),
    ],
)
def test_near_known_hits(near: dict[str, str], truth: Truth, turns: list[int]) -> None:
    assert look(*TWICE, **near) == (truth, turns)


def test_without_a_hit_there_is_no_place_to_look() -> None:
    assert look("a: 甲", "c: 乙") == (False, [])
    none = {"operator": "words", "none": ["乙"], "scope": {"near": {"condition": "cue"}}}
    assert answer(call("a: 甲"), none, cue=CUE).truth is False
    assert answer(call("a: 甲", "c: 提示"), none, cue=CUE).truth is True


@pytest.mark.parametrize(
    ("said", "near", "truth"),
    [
        (("a: 甲", "u: 提示"), {}, None),  # perhaps the customer's, perhaps not
        (("a: 乙", "u: 提示"), {}, False),
        (("c: 提示", "a: 甲", "u: 提示", "a: 乙"), {"where": "after", "turns": "1"}, True),
        (("c: 提示", "a: 乙", "u: 提示", "a: 甲"), {"where": "after", "turns": "1"}, None),
        (("c: 提示", "a: 甲", "u: 提示", "a: 乙"), {"where": "after", "turns": "1", "hit": "each"},
         None),
        (("c: 提示", "a: 甲", "u: 提示", "a: 甲"), {"where": "after", "turns": "1", "hit": "each"},
         True),
        (("u: 提示", "a: 乙", "c: 提示", "a: 甲"), {"where": "after", "turns": "1", "hit": "1"},
         None),
        (("u: 提示", "a: 甲", "c: 提示", "a: 甲"), {"where": "after", "turns": "1", "hit": "1"},
         True),
        (("c: 提示", "a: 甲", "u: 提示", "a: 甲"), {"where": "after", "turns": "1", "hit": "2"},
         None),
        (("c: 提示", "a: 甲", "u: 提示", "a: 乙"), {"where": "after", "turns": "1", "hit": "2"},
         False),
        (("c: 提示", "a: 甲", "u: 提示", "a: 乙"), {"where": "after", "turns": "1", "hit": "last"},
         None),
    ],
)  # fmt: skip
def test_hits_whose_speaker_is_unknown(
    said: tuple[str, ...], near: dict[str, str], truth: Truth
) -> None:
    assert look(*said, **near)[0] is truth


def test_in_the_hits_own_turn_the_characters_decide() -> None:
    cue = {"operator": "words", "any": ["提示"]}
    for where, turns in (("before", [0]), ("after", [1])):
        raw = {
            "operator": "words",
            "any": ["甲"],
            "scope": {"near": {"condition": "cue", "where": where, "turns": "0"}},
        }
        assert turns_of(answer(call("a: 甲，提示", "a: 提示，甲"), raw, cue=cue)) == turns


def test_seconds_between_two_turns() -> None:
    near = {"condition": "cue", "where": "after", "seconds": "5"}
    raw = {"operator": "words", "any": ["甲"], "scope": {"near": near}}
    said = "c 0 2 提示", "a 7 8 甲", "a 8 9 甲"
    assert turns_of(answer(spoken(*said), raw, cue=CUE)) == [1]
    untimed = answer(spoken("c 0 0 提示", "a 0 0 甲"), raw, cue=CUE)
    assert (untimed.truth, untimed.missing) == (None, "times")


def test_a_condition_without_a_fact_passes_it_on() -> None:
    night = {"operator": "started_between", "from": "22:00", "to": "08:00"}
    raw = {"operator": "words", "any": ["甲"], "scope": {"near": {"condition": "cue"}}}
    found = answer(call("a: 甲"), raw, cue=night)
    assert (found.truth, found.missing) == (None, "started_at")


def _beside(name: str) -> dict[str, Any]:
    return {"operator": "words", "any": ["甲"], "scope": {"near": {"condition": name}}}


@pytest.mark.parametrize(
    ("conditions", "told"),
    [
        ({"said": _beside("said")}, r"\['said', 'said'\] look near each other in a circle"),
        ({"said": _beside("b"), "b": _beside("c"), "c": _beside("b")}, "in a circle"),
        ({"said": _beside("other")}, r"\['other'\] are not defined"),
    ],
)
def test_circles_and_undefined_names_are_refused(conditions: dict[str, Any], told: str) -> None:
    with pytest.raises(Problem, match=told):
        rule(conditions=conditions)


def test_a_condition_that_only_another_one_names_is_used() -> None:
    assert set(rule(conditions={"said": _beside("b"), "b": CUE}).conditions) == {"said", "b"}


@pytest.mark.parametrize(
    ("near", "told"),
    [
        ({"hit": "0"}, "hit '0' is no number of 1 or more"),
        ({"hit": "first"}, "hit 'first' is no number"),
        ({"where": "behind"}, "where 'behind' is none of before, after, around"),
        ({"turns": "-1"}, "turns '-1' is no number of 0 or more"),
        ({"seconds": "short"}, "seconds 'short' is no number"),
        ({"within": "3"}, r"near knows no \['within'\]"),
    ],
)
def test_a_bad_near_is_told(near: dict[str, str], told: str) -> None:
    with pytest.raises(Problem, match=told):
        look("a: 甲", **near)


@pytest.mark.parametrize(
    ("said", "truth", "turns"),
    [
        (("a: 甲", "a: 甲提示"), True, [0]),
        (("a: 甲提示",), False, []),
        (("a: 甲",), True, [0]),
        (("u: 甲提示",), None, [0]),  # perhaps the agent's 提示, perhaps nobody's
    ],
)
def test_turns_that_another_condition_hits_are_left_out(
    said: tuple[str, ...], truth: Truth, turns: list[int]
) -> None:
    raw = {"operator": "words", "any": ["甲"], "scope": {"without": ["cue"]}}
    found = answer(call(*said), raw, cue={"operator": "words", "any": ["提示"]})
    assert (found.truth, turns_of(found)) == (truth, turns)
