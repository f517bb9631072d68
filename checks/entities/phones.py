"""Telephone numbers in figures or spoken digit by digit: 幺三九 一零二二 八八四七."""

import re

from checks.entities.numbers import DIGITS, digits_of

_SPOKEN = re.compile(rf"[0-9{''.join(DIGITS)}][0-9{''.join(DIGITS)}，、\-]{{6,}}")
_MOBILE = re.compile(r"1[3-9][0-9]{9}$")
_LANDLINE = re.compile(r"0[0-9]{9,11}$")


def find_number(plain: str) -> str | None:
    """The first complete mobile or landline number (with area code) of a turn."""
    for match in _SPOKEN.finditer(plain):
        digits = digits_of(match[0])
        if _MOBILE.match(digits) or _LANDLINE.match(digits):
            return digits
    return None
