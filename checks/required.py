"""What a text must hold for a regular expression to match anywhere in it.

A clause is a set of grams, pieces of one or two characters; a text without any gram of a clause
cannot match. Patterns whose clauses fail need not be run (checks/patterns.py).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

Clause = frozenset[str]

# Beyond so many spellings a stretch of a pattern is closed into a clause; set by hand: more are
# dearer to hold than what they sort out.
_MOST_SPELLINGS = 64
# A gram of one character is in about so many times as many turns as one of two (counted in
# meaning/data/calls: 2.3 % of the turns against 0.1 %, mean over the grams of the shipped pack).
_SINGLE = 22


@lru_cache(maxsize=512)
def grams(plain: str) -> frozenset[str]:
    """Every piece of one or two characters of a text."""
    return frozenset(plain).union(map("".join, pairwise(plain)))


@dataclass(frozen=True, slots=True)
class Required:
    """`clauses`: the one that fewest texts fulfil first; `empty`: the pattern may match nothing."""

    clauses: tuple[Clause, ...]
    empty: bool


def required(pattern: str) -> Required:
    """Read an expression; `re.error` where it is none."""
    parsed = _parser.parse(pattern)
    clauses = set(_seen(parsed).closed())
    return Required(tuple(sorted(clauses, key=_cost)), parsed.getwidth()[0] == 0)


def count_groups(pattern: str) -> int:
    """How many groups the expression numbers."""
    groups: int = _parser.parse(pattern).state.groups - 1
    return groups


def widest(pattern: str) -> int:
    """How many characters a match may have at most."""
    width: int = _parser.parse(pattern).getwidth()[1]
    return width


def alternatives(pattern: str) -> Iterator[str]:
    """Split `a|b|c` where the bar stands in no bracket; together they match what it matches."""
    depth, start, at, listed = 0, 0, 0, False
    while at < len(pattern):
        char = pattern[at]
        if char == "\\":
            at += 1
        elif listed:
            listed = char != "]" or pattern[at - 1] == "[" or pattern[at - 2 : at] == "[^"
        elif char == "[":
            listed = True
        elif char in "()":
            depth += 1 if char == "(" else -1
        elif char == "|" and not depth:
            yield pattern[start:at]
            start = at + 1
        at += 1
    yield pattern[start:]


def _cost(clause: Clause) -> tuple[int, list[str]]:
    """How easily it is fulfilled; the grams only make the order certain."""
    return sum(_SINGLE if len(gram) == 1 else 1 for gram in clause), sorted(clause)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is known of a part of an expression, read from its left end.

    `spellings` are all that may stand at its right end, of the whole part where it is `exact`;
    `clauses` are settled.
    """

    spellings: frozenset[str]
    exact: bool = True
    clauses: tuple[Clause, ...] = ()

    def closed(self) -> tuple[Clause, ...]:
        """The spellings made clauses, too, by how they begin and end, unless one is empty."""
        if "" in self.spellings:
            return self.clauses
        begun = frozenset(spelling[:2] for spelling in self.spellings)
        ended = frozenset(spelling[-2:] for spelling in self.spellings)
        return *self.clauses, begun, ended


_NOTHING = _Seen(frozenset({""}))
_ANYTHING = _Seen(frozenset({""}), exact=False)


def _seen(parts: Iterable[Any]) -> _Seen:
    whole = _NOTHING
    for op, value in parts:
        whole = _followed(whole, _READERS[op](value) if op in _READERS else _ANYTHING)
    return whole


def _followed(one: _Seen, other: _Seen) -> _Seen:
    """One part after the other."""
    if other.exact and len(one.spellings) * len(other.spellings) <= _MOST_SPELLINGS:
        joined = frozenset(a + b for a in one.spellings for b in other.spellings)
        return _Seen(joined, one.exact, one.clauses)
    return _Seen(other.spellings, exact=False, clauses=(*one.closed(), *other.clauses))


def _listed(members: Sequence[Any]) -> _Seen:
    """A class of characters; one that names what it is not, or a category, may be anything."""
    codes: set[int] = set()
    for op, value in members:
        if op is ops.LITERAL:
            codes.add(value)
        elif op is ops.RANGE and value[1] - value[0] < _MOST_SPELLINGS:
            codes.update(range(value[0], value[1] + 1))
        else:
            return _ANYTHING
    return _Seen(frozenset(map(chr, codes))) if len(codes) <= _MOST_SPELLINGS else _ANYTHING


def _grouped(value: tuple[Any, int, int, Iterable[Any]]) -> _Seen:
    """A group; with flags of its own it may be spelled otherwise."""
    _number, added, removed, inner = value
    return _ANYTHING if added or removed else _seen(inner)


def _either(value: tuple[Any, Sequence[Iterable[Any]]]) -> _Seen:
    branches = [_seen(branch) for branch in value[1]]
    known: frozenset[str] = frozenset().union(*(branch.spellings for branch in branches))
    if all(branch.exact for branch in branches) and len(known) <= _MOST_SPELLINGS:
        return _Seen(known)
    best = [min(branch.closed(), key=_cost, default=None) for branch in branches]
    chosen = [clause for clause in best if clause is not None]
    joined = (frozenset().union(*chosen),) if len(chosen) == len(branches) else ()
    return replace(_ANYTHING, clauses=joined)


def _repeated(value: tuple[int, Any, Iterable[Any]]) -> _Seen:
    least, most, inner = value
    once = _seen(inner)
    if (least, most) == (1, 1):
        return once
    if (least, most) == (0, 1) and once.exact:
        return _Seen(once.spellings | {""})
    return replace(_ANYTHING, clauses=once.closed() if least else ())


def _looked(value: tuple[int, Any]) -> _Seen:
    """A look ahead or behind takes no room; the compiler's own rule for what is behind."""
    direction, inner = value
    low, high = inner.getwidth()
    if direction < 0 and low != high:
        raise re.error("look-behind requires fixed-width pattern")
    _seen(inner)
    return _NOTHING


_READERS: Mapping[Any, Callable[[Any], _Seen]] = {
    ops.LITERAL: lambda code: _Seen(frozenset({chr(code)})),
    ops.IN: _listed,
    ops.BRANCH: _either,
    ops.SUBPATTERN: _grouped,
    ops.MAX_REPEAT: _repeated,
    ops.MIN_REPEAT: _repeated,
    ops.POSSESSIVE_REPEAT: _repeated,
    ops.AT: lambda _where: _NOTHING,
    ops.ASSERT: _looked,
    ops.ASSERT_NOT: _looked,
}
