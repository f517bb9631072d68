"""Addresses compared as they are said: 青云路二十三号四栋六零二 is 青云路23号4幢602室."""

import re

from checks.entities.numbers import CHINESE, digits_of, parse_number

_NUMBER = re.compile(rf"[0-9{CHINESE}]+")
_LINKS = re.compile(r"[，、的\s]")
_DOORS = re.compile(r"(?<=[0-9])(?:室|房|号房|户)")
_BLOCK = re.compile(r"(?<=[0-9])(?:幢|座|号楼)")


def plain_address(said: str) -> str:
    """Numbers in figures, one word for a block, no word for a door, no links."""
    figures = _NUMBER.sub(_figures, _LINKS.sub("", said))
    return _BLOCK.sub("栋", _DOORS.sub("", figures))


def same_address(one: str, other: str) -> bool:
    """Whether the shorter is a part of the longer: towns are left out, doors may be, too."""
    short, long = sorted((plain_address(one), plain_address(other)), key=len)
    return bool(re.search(rf"(?<![0-9]){re.escape(short)}(?![0-9])", long))


def _figures(match: re.Match[str]) -> str:
    value = parse_number(match[0])
    return digits_of(match[0]) if value is None else str(int(value))
