"""What a promise to pay promises: its amounts and days, from the turn and the talk before it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from checks.entities.money import find_amounts
from checks.facts.owed import settled
from checks.facts.pledge import Part, read_parts
from checks.scene import Scene

# A time that is no day yet: the collector's answer names it (这礼拜我凑三千. 那周六行吗?).
_VAGUE = re.compile(
    r"(?:这|本|今)个?(?:周|星期|礼拜)(?![一二三四五六日天末1-7])|[这过]?(?:两|几)天(?![内后之以])|近期|过一阵|回头"
)
# What makes a day, agreed on, one of payment and not of a visit or a call.
_OF_MONEY = re.compile(
    r"还(?!是|有|在|没)|付|转(?!告|达|接)|存|汇|款|钱|账|结清|清掉|处理|交(?!代|给|通)"
)
_WAGES = re.compile(r"发(?:了)?(?:工资|薪)|到账|出粮|回款")
_BACK = 4
"""Turns within which a question and its answer complete each other (哪天? 周五. 多少? 三千)."""


def promises(scene: Scene, turn: int, promised: float = 0) -> Iterator[dict[str, Any]]:
    """Amounts and days of turn `turn`; what it leaves unsaid is what was just talked about.

    `promised`, in yuan, is what the turns before promised: the rest is less by so much.
    Nothing where neither a day nor a payday is named: that is no promise yet.
    """
    started = scene.call.started_at
    if started is None or not _of_money(scene, turn):
        return
    payday = _WAGES.search(scene.texts[turn].plain)
    for part in _completed(scene, turn, started.date()):
        amount = settled(scene, turn, part, promised)
        promised += amount or 0
        if part.day or payday:
            yield _values(amount, part.day)


def _of_money(scene: Scene, turn: int) -> bool:
    """Whether the talk around a turn is of payment at all."""
    around = [text.plain for text in scene.texts[max(0, turn - _BACK) : turn + 2]]
    return any(find_amounts(plain) or _OF_MONEY.search(plain) for plain in around)


def _completed(scene: Scene, turn: int, on: date) -> list[Part]:
    """The parts, the first one with the day or amount that was proposed or said a moment before."""
    own, *more = read_parts(scene.texts[turn].plain, on) or [Part()]
    if own.day and own.has_amount:
        return [own, *more]
    if own.day is None and _VAGUE.search(scene.texts[turn].plain):
        return [replace(own, day=_answered(scene, turn, on)), *more]
    for earlier in _lately(scene, turn, on):
        if not own.day and not own.has_amount and all(part.day for part in earlier):
            return earlier
        if own.day is None and earlier[0].day:
            return [replace(own, day=earlier[0].day), *more]
        if not own.has_amount and earlier[-1].has_amount:
            return [replace(earlier[-1], day=own.day), *more]
    return [own, *more]


def _answered(scene: Scene, turn: int, on: date) -> date | None:
    """The day that the collector's answer makes of it."""
    answer = scene.call.turns[turn + 1 : turn + 2]
    if not answer or answer[0].speaker != "agent":
        return None
    return next(
        (part.day for part in read_parts(scene.texts[turn + 1].plain, on) if part.day), None
    )


def _lately(scene: Scene, turn: int, on: date) -> Iterator[list[Part]]:
    """What the turns before name, the latest first."""
    for before in range(turn - 1, max(turn - 1 - _BACK, -1), -1):
        known = scene.call.turns[before].speaker != "unknown"
        if known and (parts := read_parts(scene.texts[before].plain, on)):
            yield parts


def _values(amount: float | None, day: date | None) -> dict[str, Any]:
    """Whole yuan as an integer, as the call format writes them."""
    told = {} if amount is None else {"amount": int(amount) if amount == int(amount) else amount}
    return {**told, "date": day.isoformat()} if day else told
