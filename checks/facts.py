"""What was said that the business needs: promises to pay, refusals, callbacks, new numbers."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from checks.entities.dates import find_date, find_days
from checks.entities.money import find_amounts
from checks.entities.numbers import parse_number
from checks.entities.phones import find_number
from checks.entities.times import find_time
from checks.judgment import Fact
from checks.scene import Scene

_HALF = re.compile(r"(?<!另)(?<!另外)一半")
_REST = re.compile(r"剩(?:下|余)|余下|其余|另一半|尾款")
_WAGES = re.compile(r"发(?:了)?(?:工资|薪)|到账|出粮|回款")
_IN_HOURS = re.compile(r"(半|[0-9一二两三四五六七八九十]+)个?(?:半)?(小时|钟头|分钟)(?:以?后|之后)")


def find_facts(scene: Scene) -> tuple[Fact, ...]:
    """All facts of a call in turn order; dates resolve against the call's own start.

    A promise told again with the same day, or without any, is the same promise; its last amount
    holds. Only turns whose speaker is known to be the customer count.
    """
    found: list[Fact] = []
    for turn, spoken in enumerate(scene.call.turns):
        if spoken.speaker == "customer":
            found += _of_turn(scene, turn)
    return tuple(sorted(_told_once(found), key=lambda fact: fact.turn))


def _of_turn(scene: Scene, turn: int) -> Iterator[Fact]:
    plain = scene.texts[turn].plain
    if scene.acted("promises_payment", turn) or scene.acted("accepts_payment", turn):
        for promise in _promises(scene, turn):
            yield Fact("promise_to_pay", turn, promise)
    elif scene.acted("refusal", turn):
        yield Fact("refusal", turn, {})
    if when := _callback(scene, turn):
        yield Fact("callback", turn, {"time": when})
    if number := find_number(plain):
        yield Fact("new_contact", turn, {"number": number})


def _promises(scene: Scene, turn: int) -> Iterator[dict[str, Any]]:
    """Amounts and days; an accepted proposal takes what the customer leaves unsaid from the agent.

    Nothing where neither a day nor a payday is named: that is no promise yet. "十号还四百，二十号
    再还四百" are two, and "剩下的" is what the amount under discussion leaves.
    """
    own = scene.texts[turn].plain
    days = _days(scene, own)
    if not days and scene.acted("accepts_payment", turn):
        days = _days(scene, _latest_agent(scene, turn))[:1]
    if not days:
        if _WAGES.search(own):
            yield _values(_amounts(scene, turn, own)[0], None)
        return
    for amount, day in zip(_amounts(scene, turn, own), days, strict=False):
        yield _values(amount, day)


def _amounts(scene: Scene, turn: int, own: str) -> list[float | None]:
    """Said in the turn, else under discussion: the agent's latest amount, else the debt's."""
    said: list[float | None] = [amount.yuan for amount in find_amounts(own)]
    discussed = _discussed(scene, turn)
    if said and _REST.search(own) and len(said) == 1 and discussed and said[0]:
        return [*said, discussed - said[0]] if discussed > said[0] else said
    return said or [discussed / 2 if discussed and _HALF.search(own) else discussed]


def _values(amount: float | None, day: date | None) -> dict[str, Any]:
    """Whole yuan as an integer, as the call format writes them."""
    whole = amount is not None and amount == int(amount)
    told = {} if amount is None else {"amount": int(amount) if whole else amount}
    return {**told, "date": day.isoformat()} if day else told


def _discussed(scene: Scene, turn: int) -> float | None:
    for before in range(turn - 1, -1, -1):
        amounts = find_amounts(scene.texts[before].plain)
        if amounts and scene.call.turns[before].speaker == "agent":
            return amounts[-1].yuan
    debt = scene.call.debt.get("amount")
    return float(debt) if isinstance(debt, int | float) else None


def _callback(scene: Scene, turn: int) -> str | None:
    """Return the time that the customer asks for, or accepts where the agent named one."""
    own = scene.texts[turn].plain
    if scene.acted("asks_callback", turn):
        return _time_told(scene, own) or _time_told(scene, _latest_agent(scene, turn))
    if scene.acted("accepts_callback", turn) and not scene.acted("promises_payment", turn):
        return _time_told(scene, own) or _time_told(scene, _latest_agent(scene, turn))
    return None


def _time_told(scene: Scene, plain: str) -> str | None:
    """ISO time with the call's own offset; only the day where no hour is named."""
    started = scene.call.started_at
    if started is None:
        return None
    if match := _IN_HOURS.search(plain):
        return _later(started, match).isoformat()
    day, clock = find_date(plain, started.date()), find_time(plain)
    if clock is None:
        return day.isoformat() if day else None
    return datetime.combine(day or started.date(), clock, started.tzinfo).isoformat()


def _later(started: datetime, match: re.Match[str]) -> datetime:
    count = 0.5 if match[1] == "半" else parse_number(match[1]) or 0
    delta = timedelta(minutes=count) if match[2] == "分钟" else timedelta(hours=count)
    return (started + delta).replace(second=0)


def _latest_agent(scene: Scene, turn: int) -> str:
    """What the agent said last before `turn`."""
    spoken = (i for i in range(turn - 1, -1, -1) if scene.call.turns[i].speaker == "agent")
    return scene.texts[index].plain if (index := next(spoken, None)) is not None else ""


def _days(scene: Scene, plain: str) -> list[date]:
    started = scene.call.started_at
    return find_days(plain, started.date()) if started else []


def _told_once(facts: list[Fact]) -> Iterator[Fact]:
    promises: dict[object, Fact] = {}
    seen: set[tuple[str, object]] = set()
    for fact in facts:
        if fact.type == "promise_to_pay":
            promises[fact.values.get("date")] = fact
        elif (key := (fact.type, tuple(fact.values.items()))) not in seen:
            seen.add(key)
            yield fact
    yield from promises.values()
