"""Operators about what is said and what is known: similar, repeated, compare, role, call_field."""

from datetime import datetime
from typing import Any

import pytest
from building import StandInReader, answer, bare_scene, call, read_by, spoken, turns_of

from checks.answer import Truth
from checks.judgment import Layer
from transcribe.problem import Problem

MONDAY = datetime.fromisoformat("2026-03-02T10:00:00+08:00")


PAY = {"operator": "similar", "to": ["马上付", "付清"], "at_least": "0.7"}


@pytest.mark.parametrize(
    ("said", "on", "truth", "turns", "missing"),
    [
        (["a: 付清了", "a: 您好", "c: 付清"], True, True, [0], ""),
        (["a: 您好"], True, False, [], ""),
        (["u: 付清"], True, None, [0], "speaker"),
        (["a: "], True, False, [], ""),  # a vector of nothing is like nothing
        (["a: 付"], False, None, [], "meaning"),
        ([], False, False, [], ""),
    ],
)
def test_similar(said: list[str], on: bool, truth: Truth, turns: list[int], missing: str) -> None:
    heard = call(*said)
    reading = read_by(StandInReader() if on else None, heard)
    found = answer(bare_scene(heard, meaning=reading), PAY)
    assert (found.truth, turns_of(found), found.missing) == (truth, turns, missing)
    assert all(m.layer is Layer.MEANING and m.confidence >= 0.7 for m in found.matches)


AGAIN = {"operator": "repeated", "within": "4"}
AMOUNT = {"operator": "compare", "entity": "amount", "field": "debt.amount"}
PROMISED = {"operator": "compare", "entity": "amount", "said_by": "customer"}
DATE = {"operator": "compare", "entity": "date", "field": "due", "is": "greater"}
NAME = {"operator": "compare", "entity": "name", "field": "debtor.name", "is": "different"}
NUMBER = {"operator": "compare", "entity": "number", "field": "phone", "is": "different"}
DEBT = {
    "metadata": {
        "debt": {"amount": 5000},
        "debtor": {"name": "李明"},
        "due": "2026-03-04",
        "phone": "13910228847",
    },
    "started_at": MONDAY,
}


@pytest.mark.parametrize(
    ("raw", "said", "truth", "turns", "missing"),
    [
        (AGAIN, ["a: 您什么时候还款呢", "c: 嗯", "a: 您什么时候还款啊"], True, [0, 2], ""),
        (AGAIN, ["a: 您什么时候还款呢", "c: 您什么时候还款呢"], False, [], ""),
        (AGAIN, ["a: 您好", "a: 您好"], False, [], ""),  # too short to be a repetition
        (AGAIN, ["a: 您什么时候还款呢", "c: 嗯", "a: 请问您方便接听吗"], False, [], ""),
        (AGAIN, ["a: 您什么时候还款呢", *["c: 嗯"] * 4, "a: 您什么时候还款呢"], False, [], ""),
        (AGAIN, ["a: 您什么时候还款呢", "u: 您什么时候还款呢"], None, [0, 1], "speaker"),
        ({**AGAIN, "times": "3"}, ["a: 您什么时候还款呢"] * 3, True, [0, 1, 2], ""),
        ({**AGAIN, "times": "3"}, ["a: 您什么时候还款呢"] * 2, False, [], ""),
        ({**AMOUNT, "is": "different"}, ["a: 您欠六千块"], True, [0], ""),
        ({**AMOUNT, "is": "different"}, ["a: 您欠五千块"], False, [], ""),
        ({**AMOUNT, "is": "different", "tolerance": "1000"}, ["a: 您欠六千块"], False, [], ""),
        ({**AMOUNT, "is": "greater"}, ["a: 您欠六千块", "c: 七千块"], True, [0], ""),
        ({**AMOUNT, "is": "less"}, ["a: 您欠六千块"], False, [], ""),
        ({**AMOUNT, "is": "greater"}, ["u: 您欠六千块"], None, [0], "speaker"),
        ({**AMOUNT, "field": "fee", "is": "greater"}, ["a: 六千块"], None, [0], "metadata fee"),
        ({**AMOUNT, "field": "fee", "is": "greater"}, ["a: 您好"], False, [], ""),
        ({**PROMISED, "is": "different"}, ["c: 还五百块", "a: 好的五千块"], True, [1], ""),
        ({**PROMISED, "is": "equal"}, ["c: 还五百块", "a: 好的五百块"], True, [1], ""),
        ({**PROMISED, "is": "equal"}, ["a: 五百块吧", "c: 还五百块"], False, [], ""),
        ({**PROMISED, "is": "equal"}, ["c: 三百块", "c: 五百块", "a: 三百块"], False, [], ""),
        ({**PROMISED, "is": "equal"}, ["u: 五百块", "a: 五百块"], None, [1], "speaker"),
        ({**PROMISED, "is": "equal"}, ["c: 五百块", "u: 一千块", "a: 五百块"],
         None, [2], "speaker"),
        (DATE, ["a: 下周三之前还"], True, [0], ""),
        (DATE, ["a: 明天之前还"], False, [], ""),
        (NAME, ["a: 请问是王芳女士吗"], True, [0], ""),
        (NAME, ["a: 请问是李明先生吗", "a: 李先生您好"], False, [], ""),
        ({**NAME, "is": "equal"}, ["a: 李明在吗"], False, [], ""),  # no sign of a name
        (NUMBER, ["a: 您的号码是幺三九一零二二八八四八吧"], True, [0], ""),
        (NUMBER, ["a: 您的号码是幺三九一零二二八八四七吧"], False, [], ""),
    ],
)  # fmt: skip
def test_contents(
    raw: dict[str, Any], said: list[str], truth: Truth, turns: list[int], missing: str
) -> None:
    found = answer(call(*said, **DEBT), raw)
    assert (found.truth, turns_of(found), found.missing) == (truth, turns, missing)


def test_the_debtors_own_name_is_known_without_a_title() -> None:
    heard = call("a: 李明在吗", **DEBT, debtor_name="李明")
    found = answer(heard, {**NAME, "is": "equal"})
    assert (found.truth, found.matches[0].span.start, found.matches[0].span.end) == (True, 0, 2)


def test_a_day_needs_the_day_of_the_call() -> None:
    found = answer(call("a: 下周三之前还", metadata=DEBT["metadata"]), DATE)
    assert (found.truth, found.missing) == (None, "started_at")


FIRST = {"operator": "role", "speaks": "first"}
LAST = {"operator": "role", "speaks": "last"}
TALKS = {"operator": "role", "share_over": "0.7"}
QUIET = {"operator": "role", "share_under": "0.3"}
TURNS = {"operator": "speaks", "at_most": "2"}


@pytest.mark.parametrize(
    ("raw", "said", "truth", "turns", "missing"),
    [
        (FIRST, ["a 0 1 甲", "c 2 3 乙"], True, [0], ""),
        (FIRST, ["c 0 1 甲", "a 2 3 乙"], False, [], ""),
        (FIRST, ["u 0 1 甲", "a 2 3 乙"], None, [0], "speaker"),
        (FIRST, [], False, [], ""),
        (LAST, ["a 0 1 甲", "c 2 3 乙", "a 4 5 丙"], True, [2], ""),
        (LAST, ["a 0 1 甲", "u 2 3 乙"], None, [1], "speaker"),
        (TALKS, ["a 0 8 甲", "c 8 9 乙"], True, [0], ""),
        (TALKS, ["a 0 5 甲", "c 5 10 乙"], False, [], ""),
        (TALKS, ["a 0 6 甲", "u 6 8 甲", "c 8 10 乙"], None, [], "speaker"),
        (TALKS, ["a 0 8 甲", "u 8 9 甲"], True, [0], ""),  # whoever that was
        (TALKS, ["a 0 0 甲"], None, [], "times"),
        ({**TALKS, "by": "chars"}, ["a 0 0 甲乙丙丁", "c 0 0 乙"], True, [0], ""),
        ({**TALKS, "by": "turns"}, ["a 0 0 甲", "c 0 0 乙"], False, [], ""),
        (QUIET, ["a 0 1 甲", "c 1 9 乙"], True, [], ""),
        (QUIET, [], False, [], ""),
        (TURNS, ["a 0 1 甲", "a 2 3 乙"], True, [0, 1], ""),
        (TURNS, ["a 0 1 甲", "a 2 3 乙", "a 4 5 丙"], False, [], ""),
        (TURNS, ["a 0 1 甲", "a 2 3 乙", "u 4 5 丙"], None, [0, 1, 2], "speaker"),
        (TURNS, [], True, [], ""),
    ],
)
def test_who_speaks(
    raw: dict[str, Any], said: list[str], truth: Truth, turns: list[int], missing: str
) -> None:
    found = answer(spoken(*said), raw)
    assert (found.truth, turns_of(found), found.missing) == (truth, turns, missing)


METADATA = {"direction": "inbound", "debt": {"overdue_days": 95, "product": "信用卡"}, "vip": True}


@pytest.mark.parametrize(
    ("raw", "truth"),
    [
        ({"field": "direction", "equals": "inbound"}, True),
        ({"field": "direction", "equals": "outbound"}, False),
        ({"field": "direction", "one_of": ["inbound", "outbound"]}, True),
        ({"field": "debt.overdue_days", "more_than": "90"}, True),
        ({"field": "debt.overdue_days", "more_than": "95"}, False),
        ({"field": "debt.overdue_days", "more_than": "90", "less_than": "95"}, False),
        ({"field": "debt.overdue_days", "equals": "95.0"}, True),
        ({"field": "debt.product", "more_than": "1"}, False),  # no number
        ({"field": "debt.product", "matches": "信用.$"}, True),
        ({"field": "debt.product", "matches": "^卡"}, False),
        ({"field": "vip", "equals": "true"}, True),
        ({"field": "debt.amount", "more_than": "1"}, None),
        ({"field": "debt.amount.net", "more_than": "1"}, None),
        ({"field": "debt", "equals": "x"}, None),  # a mapping is no value
        ({"field": "queue", "equals": "x", "absent_is": "false"}, False),
    ],
)
def test_call_field(raw: dict[str, Any], truth: Truth) -> None:
    found = answer(call(metadata=METADATA), {"operator": "call_field", **raw})
    assert found.truth is truth
    assert found.missing == (f"metadata {raw['field']}" if truth is None else "")


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ({"operator": "similar", "to": [], "at_least": "0.8"}, "to is empty"),
        (
            {"operator": "similar", "to": ["甲"], "at_least": "80"},
            "'80' is no number from 0",
        ),
        ({"operator": "repeated", "times": "1"}, "times '1' is no number of 2"),
        ({"operator": "compare", "entity": "colour", "is": "equal", "field": "x"}, "'colour'"),
        ({"operator": "compare", "entity": "amount", "is": "bigger", "field": "x"}, "'bigger'"),
        ({"operator": "compare", "entity": "amount", "is": "equal"}, "one of field and said_by"),
        ({"operator": "compare", "entity": "name", "is": "less", "field": "x"}, "only amounts"),
        ({"operator": "role"}, "either who speaks first or last"),
        ({"operator": "role", "speaks": "last", "share_over": "0.5"}, "either who speaks first"),
        ({"operator": "role", "share_over": "70"}, "share_over '70' is no number from 0 to 1"),
        ({"operator": "speaks"}, "speaks asks for nothing"),
        ({"operator": "speaks", "at_least": "3", "at_most": "2"}, "leave no value"),
        ({"operator": "call_field", "field": "x"}, "call_field asks for nothing"),
        ({"operator": "call_field", "field": "x", "one_of": []}, "one_of is empty"),
        ({"operator": "call_field", "field": "x", "equals": "a", "absent_is": "no"}, "absent_is"),
    ],
)
def test_a_bad_condition_is_told(raw: dict[str, Any], told: str) -> None:
    with pytest.raises((Problem, KeyError), match=told):
        answer(call("a: 甲"), raw)
