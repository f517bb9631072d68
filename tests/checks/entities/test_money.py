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
        ("五千三一起还", [5300]),
        ("两千七一把清", [2700]),
        ("四千一一七了二十六天", [4100]),
        ("五千一分不少", [5000]),
        ("先还六千一期的钱", [6000]),
        ("余下两千六二十号", [2600]),
        ("五百块二十号还", [500]),
        ("还5000五月十号", [5000]),
        ("还两千月底", [2000]),
        ("礼拜五三千", [3000]),
        ("还1w2", [12000]),
        ("还两点五万", [25000]),
        ("还2千3百5", [2350]),
        ("还5832.6元", [5832.6]),
        ("八百来块", [800]),
        ("千把块", [1000]),
        ("八块五毛六", [8.56]),
        ("三千本金", [3000]),
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
        "您千万别急",
        "一百八十一天",
        "两千个客户",
        "一百张床垫",
    ],
)
def test_no_amounts(said: str) -> None:
    assert find_amounts(said) == []


def test_rough_amounts() -> None:
    rough = ["两千出头", "差不多三千", "三千左右", "八百多块", "不到两千"]
    assert all(amount.about for said in rough for amount in find_amounts(said))
    assert not find_amounts("三千整")[0].about
