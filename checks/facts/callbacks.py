"""When a customer wants to be called again."""

import re
from datetime import datetime, timedelta
from typing import TypeVar

from checks.entities.dates import find_dates
from checks.entities.numbers import parse_number
from checks.entities.times import find_times
from checks.scene import Scene

_IN_HOURS = re.compile(
    r"(半|[0-9一二两三四五六七八九十]+)个?(半)?(小时|钟头|分钟|刻钟)(?:以后|之后|过后|后|再)"
)
_T = TypeVar("_T")
_CALL = re.compile(r"打|来电|来个|联系|拨|回[我个你您话]|[答回]复|再[说聊谈讲]|找我")


def callback_time(scene: Scene, turn: int) -> str | None:
    """Return the time that the customer asks for, or accepts where the agent named one."""
    paid = scene.acted("promises_payment", turn)
    accepted = scene.acted("accepts_callback", turn) and not paid
    if not accepted and not scene.acted("asks_callback", turn):
        return None
    own = _time_told(scene, scene.texts[turn].plain)
    return own or _time_told(scene, _latest_agent(scene, turn))


def _time_told(scene: Scene, plain: str) -> str | None:
    """ISO time with the call's own offset; only the day where no hour is named."""
    started = scene.call.started_at
    if started is None:
        return None
    if match := _IN_HOURS.search(plain):
        return _later(started, match).isoformat()
    at = call.start() if (call := _CALL.search(plain)) else 0
    days = [(start, day) for start, _, day in find_dates(plain, started.date())]
    clocks = [(start, clock) for start, _, clock in find_times(plain)]
    if not clocks:
        return _before(days, at)[1].isoformat() if days else None
    at, clock = _before(clocks, at)
    day = _before(days, at)[1] if days else started.date()
    return datetime.combine(day, clock, started.tzinfo).isoformat()


def _before(said: list[tuple[int, _T]], position: int) -> tuple[int, _T]:
    """The last one before `position`, else the first: 我今晚问他, 你明天三点打."""
    return next((one for one in reversed(said) if one[0] <= position), said[0])


def _later(started: datetime, match: re.Match[str]) -> datetime:
    count = 0.5 if match[1] == "半" else (parse_number(match[1]) or 0) + (0.5 if match[2] else 0)
    minutes = {"分钟": 1, "刻钟": 15}.get(match[3], 60)
    return (started + timedelta(minutes=count * minutes)).replace(second=0)


def _latest_agent(scene: Scene, turn: int) -> str:
    """What the agent said last before `turn`."""
    spoken = (i for i in range(turn - 1, -1, -1) if scene.call.turns[i].speaker == "agent")
    return next((scene.texts[index].plain for index in spoken), "")
