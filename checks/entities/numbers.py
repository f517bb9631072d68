"""Chinese and Arabic numbers as people say them: 三千五百二十, 五千三, 一万二, 1w2, 两点五万."""

import re

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "俩": 2,
    "幺": 1,
    "洞": 0,
    **{c: i for i, c in enumerate("壹贰叁肆伍陆柒捌玖", 1)},
}
UNITS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
CHINESE = "零〇一二两三四五六七八九十百千万亿幺壹贰叁肆伍陆柒捌玖拾佰仟"

_D = "[1-9一二两俩三四五六七八九壹贰叁肆伍陆柒捌玖]"
_Z = "[零〇0]"
# The last digit without its unit (五千三). 一 may begin the next word (五千一起还, 两千一把清), 二
# and 三 the day that follows (两千二十号).
_ONE = rf"(?!一(?:起|把|次|并|共|定|直|口|齐|早)){_D}(?![0-9])"
_LAST = rf"(?!一(?:块儿?(?![钱0-9])|分|笔|期|下|样|半|个|会))(?![23二三][十拾]{_D}?[号日]){_ONE}"
_TENS = rf"{_D}[十拾](?:{_ONE})?"
_HUNDREDS = rf"{_D}[百佰](?:{_Z}?{_TENS}(?![号日])|{_Z}?{_LAST})?"
_THOUSANDS = rf"{_D}[千仟k](?:{_Z}?{_HUNDREDS}|{_Z}?{_TENS}(?![号日])|{_Z}?{_LAST})?"
_BELOW = rf"(?:{_THOUSANDS}|{_HUNDREDS}|{_D}?[十拾](?:{_ONE})?)"
_FIGURES = r"[0-9]+(?:[,，][0-9]{3})*(?:\.[0-9]+)?"
_HEAD = rf"(?:{_BELOW}|{_D}点{_D}+|{_FIGURES}|{_D})"
NUMBER = (
    rf"(?:{_HEAD}[万w亿](?:{_Z}?{_BELOW}(?![号日])|{_Z}?{_LAST})?"
    rf"|{_BELOW}(?:点[零〇一二三四五六七八九]+)?|[0-9]+(?:\.[0-9]+)?[十百千k](?:{_LAST})?"
    rf"|{_FIGURES}|[{''.join(DIGITS)}]+(?:点[零〇一二三四五六七八九]+)?)"
)
"""Matches a spoken number and stops where it would be none: 四千一 in 四千一一七了."""

_ARABIC = re.compile(r"([0-9]+(?:\.[0-9]+)?)([十百千万亿]?)([^.]*)$")
_BIG = {"万": 10_000, "亿": 100_000_000}
_FIGURE_UNITS = str.maketrans("kw", "千万")


def parse_number(said: str) -> float | None:
    """Return the value of a spoken number, None where it is none."""
    plain = re.sub(r"[,，]", "", said).translate(_FIGURE_UNITS)
    if match := _ARABIC.match(plain):
        return _arabic(float(match[1]), match[2], match[3])
    whole, _, fraction = plain.partition("点")
    if not whole or any(c not in CHINESE for c in whole + fraction):
        return None
    tail = "".join(str(DIGITS[c]) for c in fraction if c in DIGITS)
    value = _chinese(whole)
    size = _BIG.get(fraction[-1:], 1)  # 两点五万
    return None if value is None else (value + (float(f"0.{tail}") if tail else 0)) * size


def digits_of(said: str) -> str:
    """Return spoken digits as figures (幺三九 -> 139); what is no digit is left out."""
    return "".join(c if c.isascii() and c.isdigit() else str(DIGITS.get(c, "")) for c in said)


def _arabic(value: float, unit: str, rest: str) -> float | None:
    size = {"": 1, **UNITS, **_BIG}[unit]
    if len(rest) == 1 and unit and (rest in DIGITS or rest.isdigit()):  # 1万2, 3千五
        return value * size + int(digits_of(rest)) * size / 10
    lower = parse_number(rest.lstrip("零〇0")) if unit and rest else 0
    return None if lower is None or (rest and not unit) else value * size + lower


def _chinese(said: str) -> float | None:
    for big in ("亿", "万"):
        head, found, rest = said.partition(big)
        if found:
            return _with_big(head, rest, _BIG[big])
    if all(c in DIGITS for c in said):  # 二零二六, one figure after another
        return float("".join(str(DIGITS[c]) for c in said))
    return _below_ten_thousand(said)


def _with_big(head: str, rest: str, size: int) -> float | None:
    upper = _chinese(head) if head else 1
    if upper is None:
        return None
    if len(rest) == 1 and DIGITS.get(rest, 0):  # 一万二: the next smaller unit is not said
        return upper * size + DIGITS[rest] * size / 10
    lower = _chinese(rest) if rest else 0
    return None if lower is None else upper * size + lower


def _below_ten_thousand(said: str) -> float | None:
    total, digit, unit, zero = 0, 0, 10, False
    for c in said:
        if c in UNITS:
            unit = UNITS[c]
            total += (digit or (1 if total == 0 else 0)) * unit
            digit, zero = 0, False
        else:
            digit, zero = DIGITS[c], DIGITS[c] == 0
            if zero:
                unit = 10
    last = unit // 10 if total and not zero and unit > 10 else 1  # 五千三 is 5300
    return float(total + digit * last)
