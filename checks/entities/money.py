"""Amounts of money in yuan: 三千五百二十块五毛, 五千三, 一万二, 3520.5元."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from checks.entities.numbers import NUMBER, parse_number

_SMALL = r"(?P<jiao>[0-9一二两三四五六七八九])(?:毛|角)?(?:(?P<fen>[0-9一二三四五六七八九])分)?"
_YUAN = re.compile(
    rf"(?P<yuan>{NUMBER})(?:多|来)?(?:块钱|块|元|圆|蚊)(?:钱)?(?:{_SMALL}(?![0-9期个月号天]))?"
)
# Without 元: only what is round enough to be money (两千, 五百, 一万二, 3000) and no count of
# days, months, instalments or part of a date.
_BARE = re.compile(
    rf"(?<![0-9零一二三四五六七八九十百千万第])(?P<yuan>{NUMBER})"
    r"(?![0-9零一二三四五六七八九十百千万号日月年天期点个岁楼次位%折遍倍分度栋条]|多?(?:天|个|期|号|公里))"
)
LEAST_BARE = 100
"""A bare number below this is hardly an amount (set by hand: 十五 is a day, 五 an hour)."""


@dataclass(frozen=True, slots=True)
class Amount:
    """`yuan` said at [start, end) of the plain text."""

    start: int
    end: int
    yuan: float


def find_amounts(plain: str) -> list[Amount]:
    """All amounts of a turn in order; a bare number counts where no 元 follows."""
    found = list(_with_unit(plain))
    taken = [(a.start, a.end) for a in found]
    for match in _BARE.finditer(plain):
        value = parse_number(match["yuan"])
        free = not any(s < match.end() and match.start() < e for s, e in taken)
        if free and value is not None and value >= LEAST_BARE and _is_round(match["yuan"]):
            found.append(Amount(match.start(), match.end(), value))
    return sorted(found, key=lambda amount: amount.start)


def _with_unit(plain: str) -> Iterator[Amount]:
    for match in _YUAN.finditer(plain):
        value = parse_number(match["yuan"])
        if value is not None:
            small = (parse_number(match["jiao"] or "0") or 0) / 10
            smaller = (parse_number(match["fen"] or "0") or 0) / 100
            yield Amount(match.start(), match.end(), round(value + small + smaller, 2))


def _is_round(said: str) -> bool:
    """Said with a unit, or in figures of at most six places: no telephone or staff number."""
    return bool(re.search("[百千万亿佰仟]", said)) or (said[0] in "123456789" and len(said) <= 6)
