"""Reads one turn as parts of a promise: which amount goes with which day."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from checks.entities.dates import find_dates, find_hour
from checks.entities.money import Amount, find_amounts
from checks.entities.numbers import parse_number

# A share or a name of an amount whose figure stands elsewhere in the call.
_NAMED = re.compile(
    r"(?P<rest>剩(?:下|余|的)|余下|其余|另(?:外)?(?:的)?一[半期]|尾款|尾数|差的)"
    r"|(?P<half>一半|半数|对半)|百分之(?P<percent>[一二三四五六七八九十]+)|(?P<tenths>[一二两三四五六七八九])成"
    r"|(?P<third>三分之一)|(?P<least>最低)|(?P<principal>本金)|(?P<interest>利息|违约金)"
    r"|(?P<period>[一这]一?期|月供|首期)|(?P<whole>全[部款额数清]|全都?[还海给补结付]|都[还给海交]|一次性?[还海结付清]|"
    r"一把[还海清付]|[还海]清|[结付]清|结掉|清掉|清了|所有|还齐|一分不[少差])"
)
# What a customer has, owes or spent is not what is promised, where anything else is said.
_OTHER_MONEY = re.compile(
    r"(?:工资|薪水|退休金|养老金|收入|挣|赚|房租|学费|生活费|药费|一共|总共|总的|欠|还差|涨|罚|"
    r"只有|就剩|余额|留|昨天|上次|上个?月)[^，。还转给付打存交海]{0,3}$"
)
_SAID_WRONG = re.compile(r"不对|说错|错了|哦不|啊不|改成|改到|要不")
# Days on which money comes in, or on which nothing can be paid.
_COMES_IN = re.compile(r"[^，。]{0,3}(?:发|开支|开资|到账|出粮|结账|回款|下来)")
_NOT_THEN = re.compile(
    r"[^，。]{0,4}?(?:没(?!问题|事|错|关系)|不(?:行|中|成|够|方便|得行|太行|可能|凑手)"
    r"|[还转拿凑给付存弄交]不(?:了|上|出|到)|说[好的]|来不及)"
)
_PAST = re.compile(r"(?:本来|原来|上次|昨天)[^，。]{0,4}$")


@dataclass(frozen=True, slots=True)
class Part:
    """One payment: `yuan` or, where no figure is said, its `name` (half, rest, whole ...)."""

    day: date | None = None
    yuan: float | None = None
    about: bool = False
    name: str = ""
    share: float = 0

    @property
    def has_amount(self) -> bool:
        return self.yuan is not None or bool(self.name)


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    part: Part
    weak: bool = False


def read_parts(plain: str, on: date) -> list[Part]:
    """The payments that a turn names, in order; a day or an amount may be missing.

    "十号还四百，二十号再还四百" is two. A later word mends an earlier one ("三千，不对，三千五"),
    and a figure says what a name left open ("一半，两千二").
    """
    done: list[Part] = []
    now = Part()
    weak, reached = True, 0
    for token in sorted(_tokens(plain, on), key=lambda token: token.start):
        mended = bool(_SAID_WRONG.search(plain[reached : token.start]))
        reached = token.end
        if token.part.day is not None:
            if _full(now) and not mended and token.part.day != now.day:
                done.append(now)
                now, weak = token.part, token.weak
            elif now.day is None or weak or not token.weak:
                now, weak = replace(now, day=token.part.day), token.weak
        elif _opens(now, token.part, mended=mended):
            done.append(now)
            now, weak = token.part, True
        elif mended or _says_more(token.part, now):
            now = replace(token.part, day=now.day)
    return list(_closed(done, now))


def _full(part: Part) -> bool:
    return part.day is not None and part.has_amount


def _says_more(amount: Part, now: Part) -> bool:
    """A figure says more than a name, 最低 or 一半 more than 全 (剩下的月底还清)."""
    if amount.yuan is not None or not now.has_amount:
        return True
    return now.yuan is None and amount.name != "whole"


def _opens(now: Part, amount: Part, *, mended: bool) -> bool:
    """Whether an amount begins another payment instead of filling or mending this one."""
    if amount.name == "rest" and now.has_amount:
        return True
    return (
        not mended and _full(now) and (now.yuan is not None and amount.yuan not in (None, now.yuan))
    )


def _closed(done: list[Part], last: Part) -> Iterator[Part]:
    """A part without day or amount after a full one adds nothing (剩下的再说)."""
    yield from done
    if (last.day or last.has_amount) and (not done or _full(last)):
        yield last


def _tokens(plain: str, on: date) -> Iterator[_Token]:
    yield from _days(plain, on)
    amounts = find_amounts(plain)
    names = [_Token(*match.span(), _named(match)) for match in _NAMED.finditer(plain)]
    fitting: Sequence[Amount] = [a for a in amounts if not _OTHER_MONEY.search(plain[: a.start])]
    if not fitting and all(name.part.name == "whole" for name in names):
        fitting = amounts
    for amount in fitting:
        yield _Token(amount.start, amount.end, Part(yuan=amount.yuan, about=amount.about))
    for name in names:
        if not any(a.start < name.end and name.start < a.end for a in amounts):
            yield name


def _days(plain: str, on: date) -> Iterator[_Token]:
    said = find_dates(plain, on)
    able = [hit for hit in said if not _ruled_out(plain, hit)] or said
    for start, end, day in able:
        yield _Token(start, end, Part(day=day), weak=bool(_COMES_IN.match(plain, end)))
    if not said and (hour := find_hour(plain)):
        yield _Token(*hour, Part(day=on), weak=True)


def _ruled_out(plain: str, hit: tuple[int, int, date]) -> bool:
    return bool(_NOT_THEN.match(plain, hit[1]) or _PAST.search(plain[: hit[0]]))


_SHARES = {"half": 0.5, "third": 1 / 3}


def _named(match: re.Match[str]) -> Part:
    name = match.lastgroup or ""
    if name == "tenths":
        return Part(name="share", share=(parse_number(match[name]) or 0) / 10)
    if name == "percent":
        return Part(name="share", share=(parse_number(match[name]) or 0) / 100)
    if name in _SHARES:
        return Part(name="share", share=_SHARES[name])
    return Part(name=name)
