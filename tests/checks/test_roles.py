"""Who the collector is, by what two voices say."""

from dataclasses import replace

import pytest

from checks.dialogue.roles import with_roles
from checks.rulepack import load_pack
from transcribe.transcript import Turn

COLLECTOR = (
    "您好，我是远山银行信用卡中心的刘静，请问是周文博先生本人吗？",
    "本次通话有录音。您的信用卡逾期十八天了，一共两千六百元没还。",
    "请您今天下午五点之前处理一下，不然会影响您的征信。",
)
DEBTOR = ("是我，什么事？", "我最近手头紧，没发工资。", "我这周五先还一千行不行？")


def call(first: tuple[str, ...], second: tuple[str, ...]) -> list[Turn]:
    """A's turns and B's in turn."""
    said = [
        pair for both in zip(first, second, strict=True) for pair in zip("AB", both, strict=True)
    ]
    return [
        Turn("unknown", 5.0 * at, 5.0 * at + 4, text, voice=voice)
        for at, (voice, text) in enumerate(said)
    ]


@pytest.mark.parametrize("layer", ["meaning", "words"])
def test_who_introduces_and_asks_is_the_collector(layer: str) -> None:
    pack = load_pack() if layer == "meaning" else replace(load_pack(), reader=None)
    found = with_roles(call(COLLECTOR, DEBTOR), pack)
    assert [turn.speaker for turn in found] == ["agent", "customer"] * 3
    turned = with_roles(call(DEBTOR, COLLECTOR), pack)
    assert [turn.speaker for turn in turned] == ["customer", "agent"] * 3


def test_a_turn_without_a_voice_stays_unknown() -> None:
    turns = call(COLLECTOR, DEBTOR)
    turns[3] = replace(turns[3], voice="")
    assert [turn.speaker for turn in with_roles(turns, load_pack())][2:5] == [
        "agent",
        "unknown",
        "agent",
    ]


def test_what_does_not_tell_who_is_who_leaves_everybody_unknown() -> None:
    little = call(("喂？",), ("喂？",))
    assert list(with_roles(little, load_pack())) == little
    nothing = call(("今天下雨了。", "路上有点堵。"), ("是啊。", "天气预报没说。"))
    assert list(with_roles(nothing, replace(load_pack(), reader=None))) == nothing


def test_voices_that_say_both_sides_lines_were_told_apart_badly() -> None:
    """Each says two sentences of the collector and then two of the debtor."""
    a = (COLLECTOR[0], COLLECTOR[1], DEBTOR[1], DEBTOR[2])
    b = (COLLECTOR[1], COLLECTOR[2], DEBTOR[0], DEBTOR[1])
    turns = call(a, b)
    assert list(with_roles(turns, load_pack())) == turns


def test_one_voice_and_known_speakers_stay_as_they_are() -> None:
    alone = [replace(turn, voice="A") for turn in call(COLLECTOR, DEBTOR)]
    known = [replace(turn, speaker="customer") for turn in call(COLLECTOR, DEBTOR)]
    for turns in (alone, known, []):
        assert list(with_roles(turns, load_pack())) == turns
