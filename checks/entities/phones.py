"""Telephone numbers in figures or spoken digit by digit: 幺三九 一零二二 八八四七."""

import re
from collections.abc import Iterator

from checks.entities.numbers import DIGITS, digits_of

_SPOKEN = re.compile(rf"[0-9{''.join(DIGITS)}][0-9{''.join(DIGITS)}，、\-]{{6,}}")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"0[0-9]{9,11}")


def is_mobile(digits: str) -> bool:
    return _MOBILE.fullmatch(digits) is not None


def is_landline(digits: str) -> bool:
    """With its area code."""
    return _LANDLINE.fullmatch(digits) is not None


def find_numbers(plain: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, digits) of every complete mobile or landline number (with area code)."""
    for match in _SPOKEN.finditer(plain):
        digits = digits_of(match[0])
        if is_mobile(digits) or is_landline(digits):
            yield match.start(), match.end(), digits


def find_number(plain: str) -> str | None:
    """The first complete number of a turn."""
    return next((digits for _start, _end, digits in find_numbers(plain)), None)
