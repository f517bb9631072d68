"""Who listens, turn by turn, through whole little conversations in the pack's own acts."""

from dataclasses import replace

import pytest

from checks.call import Call, CalledParty
from checks.rulepack import load_pack
from checks.run import see
from transcribe.transcript import Speaker, Turn

ASK = "您好，请问是周晓岚女士本人吗"


def listener_after(*texts: str, called: CalledParty | None = None) -> str:
    """State after turns that alternate, the agent first; "=" before a text keeps the speaker."""
    turns, speaker = [], "customer"
    for text in texts:
        if not text.startswith("="):
            speaker = "agent" if speaker == "customer" else "customer"
        turns.append(_turn(speaker, text.lstrip("="), len(turns)))
    turns.append(_turn("agent", "好的", len(turns)))
    return str(see(Call("x", tuple(turns), called_party=called), load_pack()).listeners[-1])


def _turn(speaker: str, text: str, at: int) -> Turn:
    side: Speaker = "agent" if speaker == "agent" else "customer"
    return Turn(side, at * 3.0, at * 3.0 + 2.0, text)


@pytest.mark.parametrize("answer", ["是我", "嗯，对", "我就是", "请讲", "对我是周晓岚", "四我你说"])
def test_an_affirmative_answer_verifies(answer: str) -> None:
    assert listener_after(ASK, answer) == "verified"


@pytest.mark.parametrize(
    "answer", ["你哪位", "你找谁", "什么事", "喂", "听不清你大点声", "你先说你是谁"]
)
def test_a_counter_question_confirms_nothing(answer: str) -> None:
    assert listener_after(ASK, answer) == "unverified"


@pytest.mark.parametrize(
    "answer", ["不是", "不是，我是她妈妈", "你打错了", "我她同事", "她不在家", "没这个人"]
)
def test_who_denies_is_a_third_party(answer: str) -> None:
    assert listener_after(ASK, answer) == "third_party"


def test_yes_to_are_you_a_relative_is_no_verification() -> None:
    assert listener_after("请问您是周晓岚的妈妈吗", "是的") == "third_party"
    assert listener_after("那您不是本人对吧", "对") == "third_party"


def test_fillers_between_question_and_answer() -> None:
    assert listener_after(ASK, "喂", "喂，能听到吗", "是我") == "verified"
    assert listener_after(ASK, "喂", "=对我就是") == "verified"


def test_late_answer_needs_a_strong_form() -> None:
    intro = "我是建安银行的，姓许"
    assert listener_after(ASK, "你哪位", intro, "哦是我") == "verified"
    assert listener_after(ASK, "你哪位", intro, "嗯") == "unverified"


def test_an_unasked_claim_verifies() -> None:
    assert listener_after("您好建安银行", "我就是周晓岚，什么事") == "verified"


def test_a_handed_phone_starts_again() -> None:
    before = (ASK, "我是她妈妈", "麻烦让她接一下电话")
    assert listener_after(*before, "好的稍等") == "unverified"
    assert listener_after(*before, "你等下我叫她", "=喂，我是周晓岚") == "verified"
    assert listener_after(*before, "她不在") == "third_party"


def test_another_person_takes_over_from_the_debtor() -> None:
    assert listener_after(ASK, "是我", "您好", "喂我是她老公，你什么事") == "third_party"
    assert listener_after(ASK, "是我", "您好", "你跟我老公说") == "unverified"


def test_a_verified_debtor_may_speak_of_others() -> None:
    assert listener_after(ASK, "是我", "您好", "他是我老板，他欠我工资") == "verified"


def test_a_guarantor_is_known_by_word_or_by_number() -> None:
    assert listener_after("您是这笔业务的担保人对吗", "对，是我签的字") == "guarantor"
    assert listener_after(ASK, "我是她的担保人") == "guarantor"
    assert listener_after("请问是何川先生吗", "是的", called="guarantor") == "guarantor"


def test_a_third_partys_number_stays_one_until_the_debtor_speaks() -> None:
    assert listener_after("您好", "哪位", called="third_party") == "third_party"
    assert listener_after(ASK, "我就是", called="third_party") == "verified"


def test_a_poorly_heard_reply_may_have_been_a_yes() -> None:
    heard = {sure: _after_reply("虽然你哪儿的", sure) for sure in (0.4, 0.9, None)}
    assert heard == {0.4: "unknown", 0.9: "unverified", None: "unverified"}


def test_what_is_clear_is_clear_however_poorly_heard() -> None:
    assert _after_reply("是我你说", 0.3) == "verified"
    assert _after_reply("不是，我是她妈妈", 0.3) == "third_party"


def _after_reply(reply: str, sure: float | None) -> str:
    answer = replace(_turn("customer", reply, 1), confidence=sure)
    turns = (_turn("agent", ASK, 0), answer, _turn("agent", "好的", 2))
    return str(see(Call("x", turns), load_pack()).listeners[-1])
