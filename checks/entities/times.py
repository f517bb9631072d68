"""Hours of the day as they are spoken: 下午三点半, 晚上八点, 19:30."""

import re
from collections.abc import Iterator
from datetime import time

from checks.entities.numbers import parse_number

_N = "[0-9零一二两三四五六七八九十]{1,3}"
_PART = "早上|早晨|上午|中午|下午|傍晚|晚上|夜里|凌晨|今晚|明晚|今早|明早|晚"
_CLOCK = re.compile(
    rf"(?P<part>{_PART})?(?P<hour>{_N})(?:点(?:钟|整)?|[:：](?=[0-5][0-9]))"
    rf"(?P<rest>半|一刻|三刻|{_N}(?![0-9零一二两三四五六七八九十个号块天期月])|[0-5][0-9])?"
)
_MINUTES = {None: 0, "半": 30, "一刻": 15, "三刻": 45}


def find_times(plain: str) -> Iterator[tuple[int, int, time]]:
    """(start, end, time) of every clock time of a turn, in order.

    An hour from 1 to 7 without a part of the day is one of the afternoon: nobody asks to be called
    back in the night.
    """
    for match in _CLOCK.finditer(plain):
        hour, rest = parse_number(match["hour"]), match["rest"]
        minutes = _MINUTES[rest] if rest in _MINUTES else parse_number(rest)
        if hour is None or hour > 24 or minutes is None or minutes > 59:
            continue
        clock = time(_on_24(int(hour), match["part"] or "") % 24, int(minutes))
        yield match.start(), match.end(), clock


def _on_24(hour: int, part: str) -> int:
    if hour < 12 and part in ("下午", "傍晚", "晚上", "夜里", "今晚", "明晚", "晚"):
        return hour + 12
    if part == "中午" and hour < 11:
        return hour + 12
    return hour + 12 if not part and 1 <= hour <= 7 else hour
