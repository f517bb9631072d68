"""Labels of a written call find the turns that were heard of it."""

from typing import Any

import pytest

from audit.evaluation.spoken.carry import carried
from audit.evaluation.spoken.pairs import Pair, errors, errors_by_voice, pairs

VOICES = {"agent": "zf", "customer": "zm"}
CHANNELS = {"agent": "left", "customer": "right"}


def turn(speaker: str, start: float, end: float, text: str = "", **more: Any) -> dict[str, Any]:
    channel = CHANNELS.get(speaker)
    return {"speaker": speaker, "start": start, "end": end, "text": text, "channel": channel} | more


SAID = [
    turn("agent", 0.2, 2.0, "您好，"),
    turn("agent", 2.4, 4.0, "逾期了。"),
    turn("customer", 4.5, 5.0, "嗯"),
    turn("agent", 5.5, 12.0, "再不还就上门，找你家人。"),
    turn("customer", 12.5, 14.0, "我没钱"),
]
# The first two in one go, the short answer lost, the threat cut in two, something invented.
HEARD = [
    turn("agent", 0.1, 4.2, "您好一七了"),
    turn("agent", 5.4, 8.0, "再不还就上门"),
    turn("agent", 8.4, 12.3, "找你加人"),
    turn("customer", 12.3, 14.1, "我没钱"),
    turn("customer", 18.0, 19.0, "谢谢"),
]


def labelled(**labels: Any) -> dict[str, Any]:
    return {"call_id": "T1", "turns": SAID, "labels": {"violations": []} | labels}


@pytest.mark.parametrize(
    ("said", "heard"),
    [([0], [0]), ([0, 1], [0]), ([1, 3], [0, 1, 2]), ([2], []), ([], [])],
)
def test_turns_of_labels(said: list[int], heard: list[int]) -> None:
    shown = {"rule": "threat", "turns": said}
    call = carried(labelled(violations=[shown], ambiguous=[shown | {"why": "…"}]), HEARD)
    assert call["labels"]["violations"] == [{"rule": "threat", "turns": heard}]
    assert call["labels"]["ambiguous"] == [{"rule": "threat", "turns": heard, "why": "…"}]


@pytest.mark.parametrize(("said", "heard"), [(4, 3), (3, 2), (2, None), (None, None)])
def test_a_fact_goes_to_the_turn_that_holds_most_of_it(said: int | None, heard: int | None) -> None:
    call = carried(labelled(facts=[{"type": "refusal", "turn": said, "why": "x"}]), HEARD)
    assert call["labels"]["facts"] == [{"type": "refusal", "turn": heard, "why": "x"}]


def test_the_rest_of_the_call_and_of_its_labels_stays() -> None:
    call = carried(labelled(alerts=["lawyer"]) | {"phone": "T"}, HEARD)
    assert (call["phone"], call["labels"]["alerts"], call["turns"]) == ("T", ["lawyer"], HEARD)
    assert "labels" not in carried({"call_id": "T1", "turns": SAID}, HEARD)


def test_talk_on_the_other_channel_at_the_same_time_is_not_the_same_turn() -> None:
    call = {"turns": [turn("agent", 0, 2)], "labels": {"violations": [{"rule": "a", "turns": [0]}]}}
    heard = carried(call, [turn("customer", 0, 2)])
    assert heard["labels"]["violations"] == [{"rule": "a", "turns": []}]


def test_who_was_unknown_stays_unknown() -> None:
    said = [turn("unknown", 0, 2, channel="left"), turn("agent", 3, 4)]
    heard = carried({"turns": said}, [turn("agent", 0, 2), turn("agent", 3, 4)])
    assert [t["speaker"] for t in heard["turns"]] == ["unknown", "agent"]


def test_pairs_are_the_smallest_groups() -> None:
    assert list(pairs({"turns": SAID, "voices": VOICES}, {"turns": HEARD})) == [
        Pair("left", "您好，逾期了。", "您好一七了", "zf"),
        Pair("left", "再不还就上门，找你家人。", "再不还就上门找你加人", "zf"),
        Pair("right", "我没钱", "我没钱", "zm"),
        Pair("right", "嗯", "", "zm"),
        Pair("right", "", "谢谢", "zm"),
    ]


def test_what_was_lost_and_invented_counts_as_errors() -> None:
    found = list(pairs({"turns": SAID, "voices": VOICES}, {"turns": HEARD}))
    assert (errors(found, "left").edits, errors(found, "left").characters) == (3, 15)
    assert (errors(found, "right").edits, errors(found, "right").characters) == (3, 4)
    assert {voice: count.edits for voice, count in errors_by_voice(found).items()} == {
        "zf": 3,
        "zm": 3,
    }
