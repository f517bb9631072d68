"""Facts of little conversations on Monday 2026-03-02, 10:15 Beijing time.

By words alone: what is tried is how amounts and days are read. Two turns are no call, and how well
promises are found in calls say the figures (docs/judging.md).
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from checks.call import Call
from checks.facts import find_facts
from checks.rulepack import load_pack
from checks.run import see
from transcribe.transcript import Speaker, Turn


def facts(*texts: str, started: str | None = "2026-03-02T10:15:00+08:00") -> list[dict[str, Any]]:
    """Facts of turns that alternate, the agent first."""
    sides: tuple[Speaker, Speaker] = ("agent", "customer")
    turns = tuple(Turn(sides[i % 2], i * 3.0, i * 3.0 + 2, text) for i, text in enumerate(texts))
    at = datetime.fromisoformat(started) if started else None
    call = Call("x", turns, started_at=at, debt={"amount": 6000})
    return [fact.as_dict() for fact in find_facts(see(call, replace(load_pack(), reader=None)))]


def promise(turn: int, amount: float, day: str) -> dict[str, Any]:
    return {"type": "promise_to_pay", "turn": turn, "amount": amount, "date": day}


def test_a_promise_with_amount_and_day() -> None:
    said = facts("您什么时候能还", "我周五还三千五百二十块五毛")
    assert said == [promise(1, 3520.5, "2026-03-06")]


def test_an_unsaid_amount_is_the_one_discussed() -> None:
    assert facts("最低要还八百元", "我明天就还") == [promise(1, 800, "2026-03-03")]
    assert facts("您什么时候能还", "月底一定还清") == [promise(1, 6000, "2026-03-31")]


def test_an_accepted_proposal() -> None:
    assert facts("那您十号还两千可以吗", "可以") == [promise(1, 2000, "2026-03-10")]
    assert facts("那您十号还两千可以吗", "不行没钱") == []


def test_a_promise_told_again_is_one() -> None:
    told = facts("您什么时候能还", "明天还五百", "确认一下明天还五百对吗", "对")
    assert told == [promise(3, 500, "2026-03-03")]


def test_the_rest_is_what_earlier_turns_did_not_promise() -> None:
    told = facts("您怎么还", "十号先还四千", "另外那期呢", "另一期月底还")
    assert told == [promise(1, 4000, "2026-03-10"), promise(3, 2000, "2026-03-31")]
    told = facts("您怎么还", "十号先还四千", "还剩五百哪天", "剩下的月底还")
    assert told == [promise(1, 4000, "2026-03-10"), promise(3, 500, "2026-03-31")]


@pytest.mark.parametrize(
    "talk",
    [
        # a day agreed on for a visit, no payment anywhere near
        ("那您看下周三上午来网点可以吗", "十点行，十点我在家"),
        ("最近一笔是三月一号刷的，商场，三千六", "好啊，我等下问他"),
        ("我马上登记，给您暂停联系", "行。那三千六我咋整，同事说套信用卡还"),
        ("心理援助热线12356，二十四小时有人接", "好，谢谢你"),
    ],
)
def test_what_is_agreed_to_is_no_payment(talk: tuple[str, ...]) -> None:
    assert facts(*talk) == []


def test_two_instalments_in_one_breath() -> None:
    told = facts("您怎么还", "十号还四百，二十号再还四百")
    assert told == [promise(1, 400, "2026-03-10"), promise(1, 400, "2026-03-20")]


def test_payday_is_a_promise_without_a_day() -> None:
    assert facts("您怎么还", "发工资当天还两千") == [
        {"type": "promise_to_pay", "turn": 1, "amount": 2000}
    ]


def test_hedges_and_refusals() -> None:
    assert facts("您什么时候能还", "我尽量明天还") == []
    assert facts("您什么时候能还", "我就是不还") == [{"type": "refusal", "turn": 1}]


def test_callbacks() -> None:
    asked = facts("您现在方便吗", "你晚上七点半再打给我")
    assert asked == [{"type": "callback", "turn": 1, "time": "2026-03-02T19:30:00+08:00"}]
    assert facts("那我明天上午十点再联系您", "行")[0]["time"] == "2026-03-03T10:00:00+08:00"
    assert facts("您现在方便吗", "半小时后再打给我")[0]["time"] == "2026-03-02T10:45:00+08:00"
    assert facts("您现在方便吗", "周六再打给我")[0]["time"] == "2026-03-07"


def test_a_new_number() -> None:
    told = facts("您有他的新号码吗", "有，幺三九零零零零幺二三四")
    assert told == [{"type": "new_contact", "turn": 1, "number": "13900001234"}]


def test_without_a_start_no_day_is_told() -> None:
    assert facts("您什么时候能还", "我明天还三千", started=None) == []


@pytest.mark.parametrize(
    ("talk", "values"),
    [
        (("怎么还", "我周五先还三千，不对，两千"), [(2000, "03-06")]),
        (("怎么还", "周五还三千，不对，下周一"), [(3000, "03-09")]),
        (("怎么还", "今天真不行，后天我还三千"), [(3000, "03-04")]),
        (("怎么还", "我十号发工资，十二号还一千"), [(1000, "03-12")]),
        (("怎么还", "我工资三千，十号先还一千"), [(1000, "03-10")]),
        (("怎么还", "礼拜五还三千五一起弄"), [(3500, "03-06")]),
        (("怎么还", "明天先还一半，剩下的月底还清"), [(3000, "03-03"), (3000, "03-31")]),
        (("怎么还", "先还两千，余下四千二十号还"), [(4000, "03-20")]),
        (("怎么还", "后天先还两成"), [(1200, "03-04")]),
        (("怎么还", "五点半前给你还上"), [(6000, "03-02")]),
        (("怎么还", "晚上还一千七"), [(1700, "03-02")]),
        (("本金五千利息一千", "周四还本金"), [(5000, "03-05")]),
        (("最低还款六百二，全部六千", "明天先还最低"), [(620, "03-03")]),
        (("一共欠五千九百八", "月底还清，五千九左右"), [(5980, "03-31")]),
        (("减免后一次性结清只要四千五", "月底还清"), [(4500, "03-31")]),
        (("手续费那种八百块的您千万别交", "月底全还清"), [(6000, "03-31")]),
        (
            ("十号还两千，二十号还四千，可以吗", "行，就按您说的"),
            [(2000, "03-10"), (4000, "03-20")],
        ),
        (("今天不行的话明天还三千可以吗", "可以"), [(3000, "03-03")]),
        (("能还多少", "我最多凑三千", "哪天还", "下周五还"), [(3000, "03-13")]),
        (("怎么还", "周五还三千", "怎么又打来", "改到十号还三千"), [(3000, "03-10")]),
        (
            ("怎么还", "周五还三千", "剩下三千呢", "剩下的十号还"),
            [(3000, "03-06"), (3000, "03-10")],
        ),
    ],
)
def test_which_amount_goes_with_which_day(talk: tuple[str, ...], values: list[Any]) -> None:
    found = [fact for fact in facts(*talk) if fact["type"] == "promise_to_pay"]
    said = [(f.get("amount"), f["date"][5:] if "date" in f else None) for f in found]
    assert said == values


def test_the_hour_that_belongs_to_the_call() -> None:
    told = facts("您现在方便吗", "我今晚问他，你明天下午三点再打给我")
    assert told[0]["time"] == "2026-03-03T15:00:00+08:00"
    told = facts("您现在方便吗", "十二点零五下课，你十二点十分再打给我")
    assert told[0]["time"] == "2026-03-02T12:10:00+08:00"
    told = facts("您现在方便吗", "两个半小时以后再打给我")
    assert told[0]["time"] == "2026-03-02T12:45:00+08:00"


def test_a_rounded_amount_stands_for_the_exact_one_but_not_the_other_way_round() -> None:
    assert facts("一共七千六百四十五元", "七千六我明天还") == [promise(1, 7645, "2026-03-03")]
    assert facts("六百二十元", "我明天还六百二十一") == [promise(1, 621, "2026-03-03")]


def test_a_vague_time_becomes_the_day_of_the_answer() -> None:
    told = facts("您看什么时候", "这礼拜我凑两千", "那周六就是三月七号，两千可以吧", "行")
    assert told == [promise(3, 2000, "2026-03-07")]
    assert facts("现在能还多少", "过几天我打两千", "好的我记下了", "嗯") == []


def test_a_yes_to_the_day_alone_keeps_the_amount() -> None:
    told = facts(
        "分两次吗", "下个月五号两千，二十五号再两千", "第二笔四月二十五号，登记好了", "好的"
    )
    assert told == [promise(1, 2000, "2026-04-05"), promise(1, 2000, "2026-04-25")]


def test_an_answer_by_a_day_is_a_callback() -> None:
    assert facts("您考虑一下", "我问问我对象，后天上午给您回话") == [
        {"type": "callback", "turn": 1, "time": "2026-03-04"}
    ]
