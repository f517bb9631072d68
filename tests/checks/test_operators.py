"""Each operator's three answers."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from building import act_fields, call, pack, scene

from checks.answer import Truth
from checks.call import Contact
from checks.lexicon import Lexicons
from checks.operators import OPERATORS
from checks.operators.contacts import is_connected
from checks.scope import Scope
from transcribe.problem import Problem

LISTS = Lexicons({"kin": ("妈妈", "姐姐")})
NOON = datetime.fromisoformat("2026-03-02T12:00:00+08:00")


@pytest.fixture
def ask(tmp_path: Path) -> Any:
    """Put a raw condition to a call: (truth, evidence, missing)."""
    rules = pack(tmp_path, acts_stop=act_fields("stop", "别打了"))

    def answered(raw: dict[str, Any], *said: str, **facts: Any) -> tuple[Truth, list[str], str]:
        params = {k: v for k, v in raw.items() if k not in ("operator", "scope")}
        check = OPERATORS[raw["operator"]](params, LISTS)
        heard = call(*said, **facts)
        answer = check(scene(heard, rules), Scope.read(raw.get("scope", {})))
        quotes = [
            heard.turns[m.span.turn].text[m.span.start : m.span.end] if m.span.turn >= 0 else ""
            for m in answer.matches
        ]
        return answer.truth, quotes, answer.missing

    return answered


SAID_JIA = {"operator": "words", "any": ["甲"]}
STOPS = {"operator": "act", "acts": ["stop"], "scope": {"speaker": "customer"}}
TELLS_KIN = {"operator": "tokens", "pattern": ["告诉", "..2", "{kin}"], "unless": ["不会告诉"]}


@pytest.mark.parametrize(
    ("raw", "said", "truth", "quotes"),
    [
        (SAID_JIA, ["a: 说 甲"], True, ["甲"]),
        (SAID_JIA, ["c: 甲"], False, []),
        (SAID_JIA, ["u: 甲"], None, ["甲"]),
        (SAID_JIA, ["u: 甲", "a: 甲"], True, ["甲"]),  # the sure one alone is evidence
        (SAID_JIA, [], False, []),
        (STOPS, ["c: 你别打了"], True, ["别打了"]),
        (STOPS, ["a: 别打了"], False, []),
        (STOPS, ["u: 别打了"], None, ["别打了"]),
        (TELLS_KIN, ["a: 我们会告诉你妈妈"], True, ["告诉你妈妈"]),
        (TELLS_KIN, ["a: 告诉了您家里的那位姐姐"], False, []),  # more than two words between
        (TELLS_KIN, ["a: 我们不会告诉你妈妈"], False, []),
        ({"operator": "speaks", "at_least": "2"}, ["a: 一", "a: 二"], True, ["一", "二"]),
        ({"operator": "speaks", "at_least": "2"}, ["a: 一", "c: 二"], False, []),
        ({"operator": "speaks", "at_least": "2"}, ["a: 一", "u: 二"], None, ["一", "二"]),
    ],
)
def test_what_was_said(
    ask: Any, raw: dict[str, Any], said: list[str], truth: Truth, quotes: list[str]
) -> None:
    assert ask(raw, *said)[:2] == (truth, quotes)


def test_nothing_counts_once_the_scope_is_closed(ask: Any) -> None:
    raw = {"operator": "words", "any": ["甲"], "scope": {"until": "stop"}}
    assert ask(raw, "a: 甲一", "c: 别打了", "a: 甲二")[1] == ["甲"]
    assert ask(raw, "c: 别打了", "a: 甲")[0] is False


NIGHT = {"operator": "started_between", "from": "22:00", "to": "08:00", "unless_requested": "true"}


@pytest.mark.parametrize(
    ("started", "truth"),
    [
        ("2026-03-02T21:59:59+08:00", False),
        ("2026-03-02T22:00:00+08:00", True),
        ("2026-03-03T00:00:00+08:00", True),
        ("2026-03-03T07:59:59+08:00", True),
        ("2026-03-03T08:00:00+08:00", False),
        ("2026-03-02T14:30:00+00:00", False),  # the call's own clock, not Shanghai's
    ],
)
def test_started_between(ask: Any, started: str, truth: bool) -> None:
    assert ask(NIGHT, started_at=datetime.fromisoformat(started))[0] is truth


def test_started_between_within_one_day(ask: Any) -> None:
    lunch = {"operator": "started_between", "from": "12:00", "to": "14:00"}
    assert ask(lunch, started_at=NOON)[0] is True
    assert ask(lunch, started_at=NOON + timedelta(hours=2))[0] is False


def test_a_call_that_was_asked_for_is_excused(ask: Any) -> None:
    late = datetime.fromisoformat("2026-03-02T23:00:00+08:00")
    assert ask(NIGHT, started_at=late, callback_requested=True)[0] is False


def test_an_unknown_start_is_open(ask: Any) -> None:
    assert ask(NIGHT) == (None, [], "started_at")


CONNECTED = {"operator": "contacts", "kind": "connected", "more_than": "3"}
UNANSWERED = {"operator": "contacts", "kind": "unanswered", "more_than": "2"}
TALK = ("a: 您好", "c: 你好", "a: 再见")


def _earlier(*hours: float, connected: bool = True, number: str = "P") -> tuple[Contact, ...]:
    return tuple(Contact(NOON - timedelta(hours=h), connected, number) for h in hours)


@pytest.mark.parametrize(
    ("contacts", "truth"),
    [
        (_earlier(1, 2, 3), True),  # this one is the fourth
        (_earlier(1, 2), False),
        (_earlier(1, 2, 13), False),  # the third is yesterday's
        (_earlier(1, 2) + _earlier(3, connected=False), False),
        (_earlier(1, 2, -1), False),  # a later call does not make this one the fourth
        ((), False),
    ],
)
def test_connected_calls_of_a_day(ask: Any, contacts: Any, truth: bool) -> None:
    assert ask(CONNECTED, *TALK, started_at=NOON, contacts=contacts)[0] is truth


def test_the_day_is_the_calls_own(ask: Any) -> None:
    early = datetime.fromisoformat("2026-03-02T07:00:00+08:00")  # still 1 March in UTC
    before = datetime.fromisoformat("2026-03-01T22:00:00+00:00")  # already 2 March in Shanghai
    contacts = tuple(Contact(before + timedelta(minutes=m), True, "P") for m in range(3))
    assert ask(CONNECTED, *TALK, started_at=early, contacts=contacts)[0] is True


def test_unanswered_attempts_count_for_one_number(ask: Any) -> None:
    here = _earlier(1, 2, connected=False)
    facts = {"started_at": NOON, "number": "P"}
    assert ask(UNANSWERED, contacts=here, **facts)[0] is True
    elsewhere = _earlier(1, connected=False) + _earlier(2, connected=False, number="Q")
    assert ask(UNANSWERED, contacts=elsewhere, **facts)[0] is False
    assert ask(UNANSWERED, *TALK, contacts=here, **facts)[0] is False  # this one was answered


def test_an_unknown_history_is_open(ask: Any) -> None:
    assert ask(CONNECTED, *TALK, started_at=NOON) == (None, [], "contacts")
    assert ask(CONNECTED, *TALK, contacts=()) == (None, [], "contacts")


@pytest.mark.parametrize(
    ("said", "connected"),
    [
        (TALK, True),
        (("a: 您好", "c: 喂"), False),
        (("a: 您好", "a: 喂"), False),
        (("u: 您好", "u: 喂", "u: 在吗"), True),
        (("u: 您好", "u: 喂"), False),
        ((), False),
    ],
)
def test_is_connected(said: tuple[str, ...], connected: bool) -> None:
    assert is_connected(call(*said)) is connected


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ({"operator": "act", "acts": "stop"}, "acts is no list"),
        ({"operator": "act", "acts": ["stop"], "any": ["甲"]}, "operator act knows no"),
        ({"operator": "tokens", "pattern": "甲"}, "pattern is no list"),
        ({"operator": "speaks", "at_least": "2", "most": "3"}, "operator speaks knows no"),
    ],
)
def test_a_bad_condition_is_told(ask: Any, raw: dict[str, Any], told: str) -> None:
    with pytest.raises(Problem, match=told):
        ask(raw, "a: 甲")


ANY = {"operator": "contacts", "kind": "any", "more_than": "2", "days": "7"}
AFTER_TALK = {"operator": "contacts", "kind": "conversations", "more_than": "0", "days": "7"}


@pytest.mark.parametrize(
    ("raw", "days_ago", "connected", "truth"),
    [
        (ANY, (1, 6), False, True),
        (ANY, (1, 7), False, False),
        (AFTER_TALK, (6,), True, True),
        (AFTER_TALK, (7,), True, False),
        (AFTER_TALK, (1, 2, 3), False, False),
    ],
)
def test_contacts_of_several_days(
    ask: Any, raw: dict[str, Any], days_ago: tuple[int, ...], connected: bool, truth: bool
) -> None:
    """Day one of a conversation is its own day, so the seventh is six days later."""
    contacts = tuple(Contact(NOON - timedelta(days=day), connected) for day in days_ago)
    for said in (TALK, ()):  # whether this call was answered does not matter
        assert ask(raw, *said, started_at=NOON, contacts=contacts)[0] is truth
    assert ask(raw, *TALK, started_at=NOON) == (None, [], "history")
