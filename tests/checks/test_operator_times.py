"""Operators about time and loudness: silence, overlap, rate, energy, pick-up, hang-up, duration."""

from dataclasses import replace
from typing import Any

import pytest
from building import answer, spoken, turns_of

from checks.answer import Truth
from transcribe.problem import Problem

SILENT = {"operator": "silence", "longer_than": "5"}
ANSWER = {**SILENT, "answering": "true"}
CUT_IN = {"operator": "overlap", "longer_than": "1", "grace": "0.5"}
FAST = {"operator": "speech_rate", "faster_than": "300", "min_chars": "2"}
FAST_SIDE = {**FAST, "of": "side"}
SLOW = {"operator": "speech_rate", "slower_than": "100", "min_chars": "2"}
LATE = {"operator": "pick_up", "silent_for": "5"}
BARE = {"operator": "pick_up", "greeting": "false"}
CUT = {"operator": "hang_up"}
NO_BYE = {"operator": "hang_up", "kind": "no_goodbye"}
TEN = "一二三四五六七八九十"


@pytest.mark.parametrize(
    ("raw", "said", "truth", "turns", "missing"),
    [
        (SILENT, ["a 0 2 您好", "c 3 4 喂", "a 10 12 在吗"], True, [2], ""),
        (SILENT, ["a 6 7 您好"], True, [0], ""),  # since the recording began
        (SILENT, ["a 0 2 您好", "c 9 10 喂"], False, [], ""),  # the customer was slow
        (SILENT, ["a 0 8 您好", "c 1 2 喂", "a 9 10 嗯"], False, [], ""),  # spoken until 8
        (SILENT, ["a 0 2 您好", "u 9 10 喂"], None, [1], "speaker"),
        (SILENT, ["a 0 0 您好", "a 0 0 在吗"], None, [0, 1], "times"),
        (ANSWER, ["a 0 2 您好", "a 9 10 在吗"], False, [], ""),
        (ANSWER, ["a 9 10 您好"], False, [], ""),  # nobody spoke before
        (ANSWER, ["c 0 2 您好", "a 9 10 在吗"], True, [1], ""),
        (ANSWER, ["u 0 2 您好", "a 9 10 在吗"], None, [1], "speaker"),
        ({**SILENT, "times": "2"}, ["a 6 7 您好", "a 20 21 喂"], True, [0, 1], ""),
        ({**SILENT, "times": "2"}, ["a 6 7 您好", "a 8 9 喂"], False, [], ""),
        (CUT_IN, ["c 0 6 我想说", "a 3 5 别说了"], True, [1], ""),
        (CUT_IN, ["c 0 6 我想说", "a 3 3.5 嗯"], False, [], ""),  # too short to interrupt
        (CUT_IN, ["c 0 6 我想说", "a 5.6 9 好的"], False, [], ""),  # within the grace
        (CUT_IN, ["a 0 6 我想说", "c 3 5 别说了"], False, [], ""),
        (CUT_IN, ["a 0 6 我想说", "a 3 5 别说了"], False, [], ""),
        (CUT_IN, ["u 0 6 我想说", "a 3 5 别说了"], None, [1], "speaker"),
        (CUT_IN, ["c 0 6 我想说", "u 3 5 别说了"], None, [1], "speaker"),
        (CUT_IN, ["c 0 0 我想说", "a 0 0 别说了"], None, [1], "times"),
        (FAST, [f"a 0 1 {TEN}", "a 2 12 甲乙"], True, [0], ""),
        (FAST, [f"a 0 3 {TEN}"], False, [], ""),
        (FAST, [f"c 0 1 {TEN}"], False, [], ""),
        (FAST, [f"u 0 1 {TEN}"], None, [0], "speaker"),
        (FAST, [f"a 0 0 {TEN}"], None, [0], "times"),
        (FAST, ["a 0 0.1 嗯，。！"], False, [], ""),  # one character, whatever the marks
        (FAST_SIDE, [f"a 0 1 {TEN}", "a 2 12 甲乙"], False, [], ""),
        (FAST_SIDE, [f"a 0 1 {TEN}", f"a 2 3 {TEN}"], True, [0, 1], ""),
        (FAST_SIDE, [f"a 0 1 {TEN}", f"u 2 3 {TEN}"], True, [0], ""),  # either way
        (FAST_SIDE, [f"a 0 1 {TEN}", "u 2 12 甲乙"], None, [0, 1], "speaker"),
        (FAST_SIDE, [f"u 0 1 {TEN}"], None, [0], "speaker"),
        (FAST_SIDE, [f"a 0 0 {TEN}"], None, [0], "times"),
        (FAST_SIDE, [], False, [], ""),
        (SLOW, [f"a 0 20 {TEN}"], True, [0], ""),
        (LATE, ["a 6 7 您好"], True, [0], ""),
        (LATE, ["c 1 2 喂", "a 6 7 您好"], True, [1], ""),
        (LATE, ["a 1 2 您好"], False, [], ""),
        (LATE, ["u 6 7 您好", "a 9 10 嗯"], True, [1], ""),  # whichever was the first
        (LATE, ["u 1 2 您好", "a 9 10 嗯"], None, [1], "speaker"),
        (LATE, ["a 0 0 您好"], None, [0], "times"),
        (LATE, ["c 6 7 喂"], False, [], ""),
        (BARE, ["a 1 2 还钱"], True, [0], ""),
        (BARE, ["a 1 2 您好"], False, [], ""),
        (BARE, ["u 1 2 还钱"], None, [0], "speaker"),
        ({**LATE, **BARE}, ["a 6 7 您好"], False, [], ""),
        ({**LATE, **BARE}, ["a 6 7 还钱"], True, [0], ""),
        (CUT, ["a 0 4 您听我说", "c 3 4.2 我还没有"], True, [0, 1], ""),
        (CUT, ["c 0 4 我的意思是，"], True, [0], ""),
        (CUT, ["c 0 4 我想说但是"], True, [0], ""),
        (CUT, ["c 0 4 好的我知道了"], False, [], ""),
        (CUT, ["a 0 4 那再见", "c 3 4.2 再见"], False, [], ""),
        (CUT, ["a 0 4 您好", "c 3.8 3.9 嗯"], True, [0, 1], ""),
        (CUT, [], False, [], ""),
        (NO_BYE, ["c 0 4 好的我知道了"], True, [0], ""),
        (NO_BYE, ["a 0 4 再见", "c 5 6 嗯"], False, [], ""),
        ({**CUT, "by": "agent"}, ["c 0 4 我想说但是"], None, [0], "metadata ended_by"),
        ({**CUT, "by": "agent"}, ["c 0 4 好的再见"], False, [], ""),
    ],
)  # fmt: skip
def test_times(
    raw: dict[str, Any], said: list[str], truth: Truth, turns: list[int], missing: str
) -> None:
    found = answer(spoken(*said), raw)
    assert (found.truth, turns_of(found), found.missing) == (truth, turns, missing)


@pytest.mark.parametrize(("ended_by", "truth"), [("agent", True), ("customer", False)])
def test_who_hung_up_is_told_by_the_metadata(ended_by: str, truth: bool) -> None:
    heard = spoken("c 0 4 我想说但是", metadata={"ended_by": ended_by})
    assert answer(heard, {**CUT, "by": "agent"}).truth is truth


@pytest.mark.parametrize(
    ("raw", "energies", "truth", "turns"),
    [
        ({"louder_than": "-20"}, (-30.0, -10.0), True, [1]),
        ({"louder_than": "-20"}, (-30.0, -25.0), False, []),
        ({"louder_than": "-20"}, (-30.0, None), None, [1]),
        ({"quieter_than": "-40"}, (-50.0, None), True, [0]),
        ({"rises_by": "10"}, (-30.0, -15.0), True, [1]),
        ({"rises_by": "10"}, (-30.0, -25.0), False, []),
        ({"rises_by": "10"}, (None, -15.0), None, [0, 1]),
    ],
)
def test_energy(
    raw: dict[str, str], energies: tuple[float | None, ...], truth: Truth, turns: list[int]
) -> None:
    heard = spoken("a 0 2 您好", "a 3 4 在吗")
    loud = tuple(replace(t, energy_db=e) for t, e in zip(heard.turns, energies, strict=True))
    found = answer(replace(heard, turns=loud), {"operator": "energy", **raw})
    assert (found.truth, turns_of(found)) == (truth, turns)
    assert found.missing == ("energy_db" if truth is None else "")


LONG = {"operator": "duration", "longer_than": "60"}
SHORT = {"operator": "duration", "shorter_than": "60"}


@pytest.mark.parametrize(
    ("raw", "length", "end", "truth"),
    [
        (LONG, 90.0, 30, True),
        (LONG, 30.0, 30, False),
        (LONG, None, 90, True),  # the last word shows it
        (LONG, None, 30, None),
        (SHORT, 30.0, 30, True),
        (SHORT, 90.0, 30, False),
        (SHORT, None, 90, False),
        (SHORT, None, 30, None),
    ],
)
def test_duration(raw: dict[str, str], length: float | None, end: int, truth: Truth) -> None:
    found = answer(spoken(f"a 0 {end} 您好", duration_s=length), raw)
    assert found.truth is truth
    assert found.missing == ("duration_s" if truth is None else "")


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ({"operator": "silence"}, "longer_than"),
        ({"operator": "silence", "longer_than": "-1"}, "longer_than '-1' is no number of 0"),
        ({"operator": "silence", "longer_than": "5", "gap": "1"}, r"silence knows no \['gap'\]"),
        ({"operator": "overlap", "times": "0"}, "times '0' is no number of 1"),
        ({"operator": "speech_rate"}, "speech_rate asks for nothing"),
        ({"operator": "speech_rate", "faster_than": "300", "slower_than": "100"}, "leave no value"),
        ({"operator": "speech_rate", "faster_than": "300", "of": "call"}, "of 'call' is none of"),
        ({"operator": "energy"}, "energy asks for nothing"),
        ({"operator": "energy", "rises_by": "loud"}, "rises_by 'loud' is no number"),
        ({"operator": "pick_up", "greeting": "true"}, "greeting 'true' is none of false"),
        ({"operator": "hang_up", "by": "lender"}, "by 'lender' is none of agent, customer"),
        ({"operator": "duration", "longer_than": "1e999"}, "is no number"),
    ],
)
def test_a_bad_condition_is_told(raw: dict[str, Any], told: str) -> None:
    with pytest.raises((Problem, KeyError), match=told):
        answer(spoken("a 0 1 甲"), raw)
