"""Days as they are spoken, resolved against the day of the call: 明天, 下周三, 月底, 3月6号."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from checks.entities.numbers import parse_number

_N = "[0-9零一二两三四五六七八九十]{1,3}"
_WEEKDAYS = (
    {c: i for i, c in enumerate("一二三四五六日")}
    | {"天": 6, "末": 5}
    | {str(i + 1): i for i in range(7)}
)
_NEAR = {
    "大后": 3, "后": 2, "明": 1, "今": 0, "聽": 1, "听": 1,
}  # fmt: skip


def _near(match: re.Match[str], on: date) -> date | None:
    return on + timedelta(days=_NEAR[match[1]])


def _in_days(match: re.Match[str], on: date) -> date | None:
    count = parse_number(match[1])
    return on + timedelta(days=int(count) * (7 if match[2] else 1)) if count else None


def _weekday(match: re.Match[str], on: date) -> date | None:
    """周五 is the next one to come (today included); 下周五 stands in the week after this one."""
    day = _WEEKDAYS[match[2]]
    weeks = len(match[1]) if set(match[1]) == {"下"} else 0
    monday = on - timedelta(days=on.weekday())
    found = monday + timedelta(days=day + 7 * weeks)
    return found + timedelta(days=7) if not match[1] and found < on else found


def _month_end(match: re.Match[str], on: date) -> date | None:
    """The last day of this month, or of as many months on as 下 is said (1 or 2)."""
    return _day_of(on, len(match[1] or ""), 31)


def _day_in_month(match: re.Match[str], on: date) -> date | None:
    """十五号: the next such day; 下个月十号, 这个月二十号: in that month."""
    day = parse_number(match[2])
    if not day or not 1 <= day <= 31:
        return None
    months = match[1].count("下")
    later = not match[1] and day < on.day
    return _day_of(on, months + later, int(day))


def _month_and_day(match: re.Match[str], on: date) -> date | None:
    month, day = parse_number(match[1]), parse_number(match[2])
    if not month or not day or month > 12 or day > 31:
        return None
    year = on.year + ((int(month), int(day)) < (on.month, on.day))
    return date(year, int(month), min(int(day), monthrange(year, int(month))[1]))


def _year_end(match: re.Match[str], on: date) -> date | None:
    return date(on.year, 12, 31)


def _tenth(match: re.Match[str], on: date) -> date | None:
    return _day_of(on, len(match[1] or ""), {"上旬": 10, "中旬": 20, "下旬": 31, "初": 5}[match[2]])


def _day_of(on: date, months: int, day: int) -> date:
    year, month = divmod(on.month - 1 + months, 12)
    last = monthrange(on.year + year, month + 1)[1]
    return date(on.year + year, month + 1, min(day, last))


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], date | None]], ...] = tuple(
    (re.compile(pattern), resolve)
    for pattern, resolve in (
        (rf"({_N})月(?:份)?({_N})[号日]?", _month_and_day),
        (rf"((?:下+|这|本|当)个?月)({_N})[号日]", _day_in_month),
        (r"(下*)(?:个|这个|本|这)?月+(?:底|末)", _month_end),
        (r"(下*)(?:个|这个|本|这)?月(上旬|中旬|下旬|初)", _tenth),
        (r"(大后|后|明|今|聽|听)(?:天|儿|日|早|晚|晨|个)", _near),
        (r"(下*|这个?|本|这)(?:个)?(?:周|星期|礼拜)([一二三四五六日天末1-7])", _weekday),
        (rf"({_N})(?:个)?(周|星期|礼拜)?(?:天)?(?:之内|以内|内|后|以后|之后)", _in_days),
        (rf"()(?<!月)({_N})[号日](?!楼|线|院|店)", _day_in_month),
        (r"年底|年末", _year_end),
    )
)
_TODAY = re.compile(r"马上|现在就?|这就|立刻|待会|一会儿?|等会|稍后|今晚|(?:等|挂)(?:一)?下就")


def find_dates(plain: str, on: date) -> list[tuple[int, int, date]]:
    """(start, end, day) of every day that a turn names and that can be resolved, in order."""
    hits = sorted(
        (match.start(), order, match.end(), day)
        for order, (pattern, resolve) in enumerate(_FORMS)
        for match in pattern.finditer(plain)
        if (day := resolve(match, on)) is not None
    )
    found, reached = [], 0
    for start, _, end, day in hits:
        if start >= reached:
            found.append((start, end, day))
            reached = end
    return found or [(m.start(), m.end(), on) for m in [_TODAY.search(plain)] if m]


def find_days(plain: str, on: date) -> list[date]:
    """Every day that a turn names and that can be resolved, in order of speech."""
    return [day for _start, _end, day in find_dates(plain, on)]


def find_date(plain: str, on: date) -> date | None:
    """The first day that a turn names, None where it names none that can be resolved."""
    return next(iter(find_days(plain, on)), None)
