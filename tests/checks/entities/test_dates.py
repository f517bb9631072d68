"""Days and hours, told on Monday 2026-03-02."""

from datetime import date, time

import pytest

from checks.entities.dates import find_days
from checks.entities.times import find_times

MONDAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("今天下午", "2026-03-02"),
        ("明天", "2026-03-03"),
        ("明早", "2026-03-03"),
        ("后天", "2026-03-04"),
        ("大后天", "2026-03-05"),
        ("周五", "2026-03-06"),
        ("这周五", "2026-03-06"),
        ("下周三", "2026-03-11"),
        ("下个星期五", "2026-03-13"),
        ("礼拜天", "2026-03-08"),
        ("这周末", "2026-03-07"),
        ("月底", "2026-03-31"),
        ("下个月十号", "2026-04-10"),
        ("下月5号", "2026-04-05"),
        ("3月6号", "2026-03-06"),
        ("三月二十号", "2026-03-20"),
        ("剩两千六四月二十五号", "2026-04-25"),
        ("十二月一号", "2026-12-01"),
        ("十五号", "2026-03-15"),
        ("一号", "2026-04-01"),
        ("三天后", "2026-03-05"),
        ("两周之内", "2026-03-16"),
        ("现在就转", "2026-03-02"),
        ("二月一号", "2027-02-01"),
        ("下个月月底", "2026-04-30"),
        ("下个月底", "2026-04-30"),
        ("年底", "2026-12-31"),
        ("大后儿个", "2026-03-05"),
        ("六月底", "2026-06-30"),
        ("八月最后一天", "2026-08-31"),
        ("月中", "2026-03-15"),
        ("下月中旬十五号", "2026-04-15"),
        ("下个月初五号", "2026-04-05"),
        ("半个月后", "2026-03-17"),
        ("一个月之内", "2026-04-02"),
        ("再过三天", "2026-03-05"),
        ("48小时内", "2026-03-04"),
        ("今个礼拜六", "2026-03-07"),
        ("下下周一", "2026-03-16"),
        ("礼白五", "2026-03-06"),
        ("二十六还七百", "2026-03-26"),
        ("每个月二十八号", "2026-03-28"),
        ("每月十八", "2026-03-18"),
        ("国庆之前", "2026-10-01"),
        ("元旦前", "2027-01-01"),
    ],
)
def test_days(said: str, day: str) -> None:
    assert find_days(said, MONDAY)[0] == date.fromisoformat(day)


@pytest.mark.parametrize(
    "said",
    [
        "发工资那天",
        "有钱就还",
        "四十号",
        "十三月五号",
        "以后再说",
        "上周五说的",
        "以后天天还",
        "腊月二十三之前还",
        "年三十之前还",
        "过两天",
    ],
)
def test_what_names_no_day(said: str) -> None:
    assert find_days(said, MONDAY) == []


def test_a_bare_day_after_another_one_is_in_its_month() -> None:
    assert find_days("下月十号两千，二十号再两千", MONDAY) == [date(2026, 4, 10), date(2026, 4, 20)]
    assert find_days("月底还，二十号发工资", MONDAY) == [date(2026, 3, 31), date(2026, 3, 20)]


def test_the_end_of_a_short_month() -> None:
    assert find_days("月底", date(2026, 2, 10))[0] == date(2026, 2, 28)
    assert find_days("三十一号", date(2026, 2, 10))[0] == date(2026, 2, 28)
    assert find_days("下个月五号", date(2026, 12, 20))[0] == date(2027, 1, 5)


@pytest.mark.parametrize(
    ("said", "clock"),
    [
        ("下午三点半", time(15, 30)),
        ("晚上八点", time(20)),
        ("上午十点", time(10)),
        ("19:30", time(19, 30)),
        ("中午十二点", time(12)),
        ("中午一点", time(13)),
        ("三点以后", time(15)),
        ("早上九点一刻", time(9, 15)),
        ("七点半再打", time(19, 30)),
        ("九点二十给我打", time(9, 20)),
        ("晚上十点十五分", time(22, 15)),
    ],
)
def test_hours(said: str, clock: time) -> None:
    assert next(find_times(said))[2] == clock


@pytest.mark.parametrize("said", ["晚点再打", "二十五点", "早点还"])
def test_no_hours(said: str) -> None:
    assert not list(find_times(said))
