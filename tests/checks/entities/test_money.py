"""Amounts of money in a sentence."""

import pytest

from checks.entities.money import find_amounts


@pytest.mark.parametrize(
    ("said", "yuan"),
    [
        ("一共三千五百二十块五毛", [3520.5]),
        ("三千五百二十元五角二分", [3520.52]),
        ("先还五千三", [5300]),
        ("借了一万二", [12000]),
        ("两万块", [20000]),
        ("还3520.5元吧", [3520.5]),
        ("还3,520元", [3520]),
        ("我转2000给你", [2000]),
        ("八百", [800]),
        ("五千多块", [5000]),
        ("十五块", [15]),
        ("本金三万利息两千一", [30000, 2100]),
        ("十五号还两千", [2000]),
        ("分十二期，每期四百五", [450]),
    ],
)
def test_amounts(said: str, yuan: list[float]) -> None:
    assert [amount.yuan for amount in find_amounts(said)] == yuan


@pytest.mark.parametrize(
    "said",
    [
        "逾期一百二十天",
        "三个月",
        "十五号",
        "工号三零八六二",
        "打13910228847",
        "2026年",
        "下午三点",
        "百分之十",
    ],
)
def test_no_amounts(said: str) -> None:
    assert find_amounts(said) == []
