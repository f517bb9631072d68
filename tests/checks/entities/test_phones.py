"""Telephone numbers, made up."""

import random

from checks.entities.phones import find_number

SPOKEN = "零幺二三四五六七八九"


def test_round_trip_of_random_mobile_numbers() -> None:
    chance = random.Random(3)
    for _ in range(300):
        number = "1" + str(chance.randrange(3, 10)) + "".join(chance.choices("0123456789", k=9))
        said = "".join(SPOKEN[int(c)] for c in number)
        assert find_number(f"你记一下{number}是他的") == number
        assert find_number(f"你打{said[:3]}，{said[3:7]}，{said[7:]}找他") == number


def test_what_is_no_telephone_number() -> None:
    assert find_number("工号三零八六二") is None
    assert find_number("身份证后四位零四一八") is None
    assert find_number("欠了一万两千三百") is None
    assert find_number("打0755-12345678") == "075512345678"
