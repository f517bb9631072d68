"""Spoken numbers: read back what a writer of Chinese numerals wrote."""

import random

import pytest

from checks.entities.numbers import digits_of, parse_number

FIGURES = "零一二三四五六七八九"


def written(value: int) -> str:
    """Write 1 .. 99,999,999 in Chinese, in full."""
    if value >= 10_000:
        upper, lower = divmod(value, 10_000)
        gap = "零" if 0 < lower < 1000 else ""
        return written(upper) + "万" + gap + (written(lower) if lower else "")
    out, zero = "", False
    for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // size % 10
        if digit:
            out += ("零" if zero and out else "") + FIGURES[digit] + unit
        zero = not digit if out else False
    return out


def spoken(value: int) -> str:
    """The same as people say it: 两 before 千 and 万, the last unit dropped, 十五 for 一十五."""
    full = written(value).replace("二千", "两千").replace("二万", "两万")
    return full.removeprefix("一") if full.startswith("一十") else full


def test_round_trip_of_random_amounts() -> None:
    chance = random.Random(20260302)
    for _ in range(5000):
        value = chance.randrange(1, 10 ** chance.randrange(1, 9))
        assert parse_number(written(value)) == value, written(value)
        assert parse_number(spoken(value)) == value, spoken(value)


def test_round_trip_with_the_last_unit_left_unsaid() -> None:
    for unit, size in (("百", 100), ("千", 1000), ("万", 10_000)):
        for upper in range(1, 10):
            for last in range(1, 10):
                said = FIGURES[upper] + unit + FIGURES[last]
                assert parse_number(said) == upper * size + last * size // 10


def test_round_trip_of_figures_and_decimals() -> None:
    chance = random.Random(7)
    for _ in range(500):
        value = chance.randrange(1, 10_000_000) / 100
        assert parse_number(str(value)) == value
        whole, _, rest = f"{value:.2f}".partition(".")
        said = "".join(FIGURES[int(c)] for c in rest)
        assert parse_number(f"{spoken(int(whole)) or '零'}点{said}") == pytest.approx(value)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("三千零五", 3005),
        ("一万零二百", 10200),
        ("二零二六", 2026),
        ("1万2", 12000),
        ("3,520.5", 3520.5),
        ("十", 10),
        ("两百五", 250),
        ("一百零五", 105),
        ("叁仟贰佰", 3200),
        ("2万", 20000),
        ("百", 100),
    ],
)
def test_forms(said: str, value: float) -> None:
    assert parse_number(said) == value


@pytest.mark.parametrize("said", ["", "好", "三千元", "点五", "a1"])
def test_what_is_no_number(said: str) -> None:
    assert parse_number(said) is None


def test_digits() -> None:
    assert digits_of("幺三九，1零两2") == "1391022"
