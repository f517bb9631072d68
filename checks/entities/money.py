"""Amounts of money in yuan: 三千五百二十块五毛, 五千三, 一万二, 1w2, 八百来块, 3520.5元."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from checks.entities.numbers import NUMBER, parse_number

_SMALL = (
    r"(?P<jiao>[0-9一二两三四五六七八九])(?:毛|角)?(?:(?P<fen>[0-9一二三四五六七八九])分?)?"
    r"(?![0-9零一二两三四五六七八九十百千万期个月号天日点周礼星次])"
)
_CENTS = r"零?(?P<only>[0-9一二两三四五六七八九])分(?!期|两|几)"
_YUAN = re.compile(
    rf"(?P<yuan>{NUMBER}|(?<![第0-9])[百千万](?=[把来]))(?P<about>多|来|几|把|出头)?"
    rf"(?:块钱|块(?!儿)|元|圆|蚊|快钱)(?:钱)?(?:{_SMALL}|{_CENTS})?"
)
_DAY = (
    "(?:[0-9一二三四五六七八九十]{1,2}月)?(?:[二三23]?[十拾])?[0-9一二三四五六七八九十]{1,2}[号日]"
)
# What makes a number a count, a time or a part of a date rather than money.
_UNITS = (
    r"[号日期点岁楼次位%折遍倍度栋条米亩斤吨克秒瓦步张件套间桌台箱袋瓶]|年(?!底|前|后|末)|月(?!底|初|中|末)|个|天(?!天)"
    r"|分(?!期|两|几|开)|人(?!民)|头|只(?!能|有|是|够)|本(?!金|月|周)|公里|多(?:天|个|期|号|公里)"
)
_AT_ONCE = "把|块儿|次性|起|并"  # 五千零五十一块儿还 is 5050 in one go
# Without 元: only what is round enough to be money (两千, 五百, 一万二, 3000) and no count of
# days, months, instalments or part of a date. 一 may follow (四千一一七了, 六千一期).
_BARE = re.compile(
    # after a digit only where that ends a weekday (礼拜五三千)
    rf"(?:(?<![0-9零一二三四五六七八九十百千万第.])|(?<=(?:周|期|拜)[一二三四五六]))(?P<yuan>{NUMBER})(?P<about>多|来|出头)?"
    # said twice (五百五百) it is one amount
    rf"(?:(?={_DAY})|(?=(?P=yuan))|(?![0-9百千万]|(?<![0-9])[零二三四五六七八九十]|{_UNITS}"
    rf"|(?<=[十拾])一(?!{_AT_ONCE})|(?<=[十拾]一)(?:{_AT_ONCE})))"
)
_ABOUT_BEFORE = re.compile(r"(?:差不多|大概|大约|将近|接近|约|不到|顶多|上下)[是有还]?$")
_ABOUT_AFTER = re.compile(r"(?:左右|上下|出头|不到)")
_ROUND = re.compile(r"[^百千万亿佰仟kw]*[百千万亿佰仟kw].*|[1-9][0-9，]{2,6}(?:\.[0-9]{1,2})?")
# Figures that are dialled or read out; after 打, which is also to pay, only service numbers.
_READ_OUT = re.compile(
    r"(?:热线|电话|客服|号码|工号|编号|尾号|短号|分机|拨打?)(?:是|为|：|[0-9]+(?:或者?|、|和))?[0-9]+$"
    r"|[打拨](?:[0-9]+(?:或者?|、|和))?(?:1[12][0-9]|12[0-9]{3}|9[56][0-9]{3})$"
)
LEAST_BARE = 100
"""A bare number below this is hardly an amount (set by hand: 十五 is a day, 五 an hour)."""


@dataclass(frozen=True, slots=True)
class Amount:
    """`yuan` said at [start, end) of the plain text; `about` where it is said to be rough."""

    start: int
    end: int
    yuan: float
    about: bool = False


# Turns of a call or two: one promise after the other looks for what was said before it.
@lru_cache(maxsize=512)
def find_amounts(plain: str) -> Sequence[Amount]:
    """All amounts of a turn in order; a bare number counts where no 元 follows."""
    found = list(_with_unit(plain))
    taken = [(a.start, a.end) for a in found]
    for match in _BARE.finditer(plain):
        value = parse_number(match["yuan"])
        free = not any(s < match.end() and match.start() < e for s, e in taken)
        if free and value is not None and value >= LEAST_BARE and _is_money(match):
            found.append(_amount(match, value))
    return tuple(sorted(found, key=lambda amount: amount.start))


def _is_money(match: re.Match[str]) -> bool:
    """No telephone or staff number: said with a unit, or in figures of at most six places."""
    read_out = _READ_OUT.search(match.string, 0, match.end())
    return bool(_ROUND.fullmatch(match["yuan"])) and not read_out


def _with_unit(plain: str) -> Iterator[Amount]:
    for match in _YUAN.finditer(plain):
        value = parse_number(match["yuan"])
        if value is not None:
            small = (parse_number(match["jiao"] or "0") or 0) / 10
            smaller = (parse_number(match["fen"] or match["only"] or "0") or 0) / 100
            yield _amount(match, round(value + small + smaller, 2))


def _amount(match: re.Match[str], yuan: float) -> Amount:
    rough = (
        match["about"]
        or _ABOUT_AFTER.match(match.string, match.end())
        or _ABOUT_BEFORE.search(match.string, 0, match.start())
    )
    return Amount(match.start(), match.end(), yuan, bool(rough))
