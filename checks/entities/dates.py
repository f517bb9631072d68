"""Days as they are spoken, resolved against the day of the call: 明天, 下周三, 月底, 3月6号."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from checks.entities.numbers import parse_number

_N = "[0-9零一二两三四五六七八九十]{1,3}"
# Not _N: in 两千六四月五号 the 六 is money.
_MONTH_NO = "(?:(?<![十0-9])(?:1[0-2]|0?[1-9]|[零〇]?[一二三四五六七八九])|十[一二]?)"
_WEEK = "(?:周|星期|礼拜|州|洲|星七|礼白|里拜)"  # the last four as recognisers mishear them
_WEEKDAYS = (
    {c: i for i, c in enumerate("一二三四五六日")}
    | {"天": 6, "末": 5}
    | {str(i + 1): i for i in range(7)}
)
_NEAR = {
    "大后": 3, "后": 2, "明": 1, "名": 1, "今": 0, "聽": 1, "听": 1,
}  # fmt: skip
_FEASTS = {
    "元旦": (1, 1), "劳动节": (5, 1), "五一": (5, 1), "儿童节": (6, 1), "六一": (6, 1),
    "国庆": (10, 1), "双十一": (11, 11), "双11": (11, 11), "双十二": (12, 12), "圣诞": (12, 25),
}  # fmt: skip
_WITHIN = "的?(?:时间)?(?:之内|以内|之后|以后|过后|内|里|后)"


def _near(match: re.Match[str], on: date) -> date | None:
    return on + timedelta(days=_NEAR[match[1]])


def _in_days(match: re.Match[str], on: date) -> date | None:
    """三天内, 两周后; 半个月 counts fifteen days, hours count in whole days (48小时内)."""
    count = 0.5 if match[1] == "半" else parse_number(match[1])
    unit = match[2]
    if not count:
        return None
    if unit == "月" and count >= 1:
        return _day_of(on, int(count), on.day)
    size = {"天": 1, "日": 1, "月": 30, "年": 365, "小时": 1 / 24}.get(unit, 7)
    return on + timedelta(days=int(count * size))


def _weekday(match: re.Match[str], on: date) -> date | None:
    """周五 and 这周五 are the next one to come (today included); 下周五 is in the week after."""
    day, weeks = _WEEKDAYS[match[2]], match[1].count("下")
    monday = on - timedelta(days=on.weekday())
    found = monday + timedelta(days=day + 7 * weeks)
    return found + timedelta(days=7) if not weeks and found < on else found


def _month_end(match: re.Match[str], on: date) -> date | None:
    """The last day of this month, or of as many months on as 下 is said (1 or 2)."""
    return _day_of(on, match[0].count("下"), 31)


def _day_in_month(match: re.Match[str], on: date) -> date | None:
    """十五号: the next such day; 下个月十号, 这个月二十号: in that month."""
    day = parse_number(match[2])
    if not day or not 1 <= day <= 31:
        return None
    months = match[1].count("下")
    later = not match[1] and day < on.day
    return _day_of(on, months + later, int(day))


def _day_after(day: int, said: date) -> date | None:
    """A bare day after another one is of that one's month (下月十号两千，二十号再两千)."""
    return _day_of(said, 0, day) if said.day < day <= 31 else None


def _month_and_day(match: re.Match[str], on: date) -> date | None:
    return _in_year(match[1], parse_number(match[2]), on)


def _in_year(month_said: str, day: float | None, on: date) -> date | None:
    """The next such day of a named month."""
    month = parse_number(month_said)
    if not month or not day or month > 12 or day > 31:
        return None
    year = on.year + ((int(month), int(day)) < (on.month, on.day))
    return date(year, int(month), min(int(day), monthrange(year, int(month))[1]))


def _month_part(match: re.Match[str], on: date) -> date | None:
    return _in_year(match[1], _PARTS[match[2]], on)


def _year_end(match: re.Match[str], on: date) -> date | None:
    return date(on.year, 12, 31)


def _feast(match: re.Match[str], on: date) -> date | None:
    """The next feast whose day the solar calendar fixes; others need a table of moons."""
    month, day = _FEASTS[match[1]]
    return date(on.year + ((month, day) < (on.month, on.day)), month, day)


def _part(match: re.Match[str], on: date) -> date | None:
    """月初, 月中: this month's unless it is over or 下 is said."""
    day, months = _PARTS[match[2]], match[1].count("下")
    later = not match[1] and _day_of(on, 0, day) < on
    return _day_of(on, months + later, day)


_PARTS = {"上旬": 10, "中旬": 20, "下旬": 31, "初": 5, "中": 15, "半": 15, "底": 31, "末": 31}


def _day_of(on: date, months: int, day: int) -> date:
    year, month = divmod(on.month - 1 + months, 12)
    last = monthrange(on.year + year, month + 1)[1]
    return date(on.year + year, month + 1, min(day, last))


_TENTHS = "[底初中末]|[上中下]旬"
_MONTH = "(?:下+|这|本|当)个?月"
# At the same place the form that stands first counts.
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], date | None]], ...] = tuple(
    (re.compile(pattern), resolve)
    for pattern, resolve in (
        (rf"({_MONTH_NO})月份?(?:{_TENTHS})?({_N})(?![百千万个块天周])[号日]?", _month_and_day),
        (rf"({_MONTH})(?:{_TENTHS})?(?:的|那个|发[^，。]{{1,3}}|，)?({_N})[号日]", _day_in_month),
        (rf"({_MONTH_NO})月(?:份)?(?:的)?(?:最后一天)()", lambda m, on: _in_year(m[1], 31, on)),
        (rf"({_MONTH_NO})月(?:份)?(上旬|中旬|下旬|初|中|底|末)", _month_part),
        (r"(?:下*(?:个|这个|本|这)?月)+(?:底|末|的?最后一天)", _month_end),
        (r"(下*(?:个|这个|本|这)?)月(上旬|中旬|下旬|初|中|半)", _part),
        (r"(大后|(?<![以之然随过今])后|明|名|今|聽|听)"
         r"(?:天|儿|日|早|晚|晨|朝|个(?!礼拜|星期|周|月))", _near),
        (r"(?<![上一两])(?<!上个)(下*|这个?|本|这|今个?)个?"
         rf"{_WEEK}([一二三四五六日天末1-7])(?![点个])", _weekday),
        (rf"({_N}|半)个?(天|日|月|周|星期|礼拜|小时)(?!内容){_WITHIN}", _in_days),
        (rf"(?:再过|宽限|再?给我|等我|缓我?)(?!两天)({_N}|半)个?(天|月|周|星期|礼拜)", _in_days),
        (rf"()(?:(?<!月)|(?<=每月)|(?<=每个月))({_N})[号日](?!楼|线|院|店|码)", _day_in_month),
        (r"()(?<![0-9零一二三四五六七八九十月初廿年])((?:[二三]?十|[12])[一二三四五六七八九0-9]|二十|三十)"
         r"(?=之前|以前|前还|那天|，?当天|还|给|转|打|扣)", _day_in_month),
        (rf"()每个?月的?({_N})(?![0-9零一二三四五六七八九十百千万元块号日个天期])", _day_in_month),
        (r"年底|年末", _year_end),
        (rf"(?<![0-9零一二三四五六七八九十百千万])({'|'.join(_FEASTS)})"
         r"(?=节|前|之前|那天|当天|放假|假期|，|$|我|就|还)", _feast),
    )
)  # fmt: skip
_BARE = re.compile(rf"({_N})[号日]$")
_TODAY = re.compile(
    r"(?<![手账])(?:马上|立刻)|现在就?|这就|待会|一会儿?|等会|稍后|今晚|(?:等|挂)(?:一)?下就"
)
_HOUR = re.compile(
    r"下班|下午|晚上|傍晚|夜里|中午|晌午|上午|当晚|天黑前|等下|半个?(?:小时|钟头)|半小时"
    rf"|{_N}(?:点|分钟|个?(?:小时|钟头))"
)


def find_dates(plain: str, on: date) -> list[tuple[int, int, date]]:
    """(start, end, day) of every day that a turn names and that can be resolved, in order."""
    hits = sorted(
        (match.start(), order, match.end(), day)
        for order, (pattern, resolve) in enumerate(_FORMS)
        for match in pattern.finditer(plain)
        if (day := resolve(match, on)) is not None
    )
    found: list[tuple[int, int, date]] = []
    reached = 0
    for start, _, end, day in hits:
        if start >= reached:
            bare = _BARE.match(plain, start, end)
            number = parse_number(bare[1]) if bare and found else None
            later = _day_after(int(number), found[-1][2]) if number else None
            found.append((start, end, later or day))
            reached = end
    return found or [(m.start(), m.end(), on) for m in [_TODAY.search(plain)] if m]


def find_hour(plain: str) -> tuple[int, int] | None:
    """Where an hour or a part of the day is said, which without a day is of the day of the call."""
    found = _HOUR.search(plain)
    return found.span() if found else None


def find_days(plain: str, on: date) -> list[date]:
    """Every day that a turn names and that can be resolved, in order of speech."""
    return [day for _start, _end, day in find_dates(plain, on)]
