"""Telling telephone, card and ID numbers from other figures, by form and check digit."""

import re

from checks.entities.phones import is_landline, is_mobile

_CARD = re.compile(r"[3-6][0-9]{12,18}")  # ISO/IEC 7812: payment cards begin with 3 to 6
_ID = re.compile(r"[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9]{4}[0-9x]")
# GB 11643-1999: the weights of the 17 digits, and the check digit for each remainder by 11.
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10x98765432"


def is_personal(digits: str) -> bool:
    """Whether these figures (x as an ID's last) are a telephone, card or ID number."""
    telephone = is_mobile(digits.removeprefix("86")) or is_landline(digits)
    return telephone or is_identity(digits) or is_card(digits)


def is_identity(digits: str) -> bool:
    """A resident's number of GB 11643-1999 with a birthday and the right check digit."""
    if not re.fullmatch(_ID, digits):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=False))
    return digits[-1] == _CHECKS[total % 11]


def is_card(digits: str) -> bool:
    """A payment card's number whose Luhn sum (ISO/IEC 7812-1, annex B) is right."""
    if not re.fullmatch(_CARD, digits):
        return False
    doubled = [int(digit) * (2 if at % 2 else 1) for at, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
