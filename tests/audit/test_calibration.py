"""Samples: drawn as asked, read blind, and what they say of machine and readers."""

import handmade
import pytest
from handmade import code_of
from sqlalchemy import select

from audit.calibration.agreement import agreement
from audit.calibration.draw import Drawing, draw
from audit.calibration.intervals import Share
from audit.calibration.precision import records
from audit.calibration.read import agree, answer, list_samples, next_item, open_item
from audit.calibration.results import results
from audit.review.add import Missed, add_missed
from audit.review.decide import decide
from audit.store import Call, SampleItem, Store, User
from checks.rulepack import load_pack
from transcribe.problem import Problem

RULES = load_pack().rules
UNFLAGGED = Drawing("漏检", count=4, only="unflagged")


@pytest.fixture
def calls(store: Store) -> list[int]:
    """Ten calls of two collectors; every other one abuses, one is only doubted."""
    found = [[handmade.ABUSE], [], [handmade.ABUSE], [], [handmade.ABUSE], [handmade.DOUBT]]
    return [
        handmade.add_call(store, f"C{n}", agent_id="1" if n < 3 else "2", findings=found[n % 6])
        for n in range(10)
    ]


def drawn(store: Store, sample_id: int) -> list[SampleItem]:
    with store.reading() as session:
        wanted = select(SampleItem).where(SampleItem.sample_id == sample_id)
        return list(session.scalars(wanted.order_by(SampleItem.id)))


def test_the_same_seed_draws_the_same_calls(
    store: Store, people: dict[str, User], calls: list[int]
) -> None:
    ids = [
        [item.call_id for item in drawn(store, draw(store, people["lead"], UNFLAGGED, seed).id)]
        for seed in (7, 7, 8, 9, 10, 11)
    ]
    assert ids[0] == ids[1]
    assert len({tuple(each) for each in ids}) > 1
    assert all(len(each) == 4 for each in ids)


def test_unflagged_means_that_nothing_counts(
    store: Store, people: dict[str, User], calls: list[int]
) -> None:
    sample = draw(store, people["lead"], Drawing("全", percent=100, only="unflagged"))
    assert [item.machine for item in drawn(store, sample.id)] == [[]] * 5
    flagged = draw(store, people["lead"], Drawing("全", percent=100, only="flagged"))
    assert [item.machine for item in drawn(store, flagged.id)] == [["abuse"]] * 5


def test_so_many_of_each_collector(store: Store, people: dict[str, User], calls: list[int]) -> None:
    sample = draw(store, people["lead"], Drawing("各两通", count=2, stratum="collector"))
    assert [item.stratum for item in drawn(store, sample.id)] == ["1", "1", "2", "2"]
    assert sample.population == {"1": 3, "2": 7}
    share = draw(store, people["lead"], Drawing("各三成", percent=30, stratum="collector"))
    assert [item.stratum for item in drawn(store, share.id)] == ["1", "2", "2", "2"]


@pytest.mark.parametrize(
    ("drawing", "field"),
    [
        (Drawing("", count=1), "name"),
        (Drawing("x"), "percent"),
        (Drawing("x", count=-1), "count"),
        (Drawing("x", percent=101), "percent"),
        (Drawing("x", count=1, stratum="moon"), "stratum"),
        (Drawing("x", count=1, readers=9), "readers"),
        (Drawing("x", count=1, values={"client": "没有"}), "only"),
    ],
)
def test_what_cannot_be_drawn(
    store: Store, people: dict[str, User], calls: list[int], drawing: Drawing, field: str
) -> None:
    with pytest.raises(Problem) as told:
        draw(store, people["lead"], drawing)
    assert (told.value.code, told.value.where) == ("bad_sample", field)


def test_who_draws_and_who_reads(store: Store, people: dict[str, User], calls: list[int]) -> None:
    assert code_of(draw, store, people["inspector"], UNFLAGGED) == "forbidden"
    sample = draw(store, people["officer"], UNFLAGGED)
    assert code_of(next_item, store, people["collector"], sample.id) == "forbidden"
    assert next_item(store, people["inspector"], sample.id) is not None


def test_reading_is_blind(store: Store, people: dict[str, User], calls: list[int]) -> None:
    sample = draw(store, people["lead"], Drawing("标", percent=100, only="flagged", readers=2))
    item = drawn(store, sample.id)[0]
    answer(store, people["second"], item.id, ["threat"], RULES, note="威胁")  # type: ignore[call-arg]
    _item, page = open_item(store, people["inspector"], item.id)
    assert (page.findings, page.alerts, page.score, page.audit) == ((), (), None, None)
    assert all(not turn.findings for turn in page.turns)
    assert "".join(segment.text for segment in page.turns[4].segments) == handmade.TURNS[4][1]


def test_one_answer_each_and_none_of_who_decided(
    store: Store, people: dict[str, User], calls: list[int]
) -> None:
    sample = draw(store, people["lead"], Drawing("标", percent=100, only="flagged", readers=2))
    first, *_rest = drawn(store, sample.id)
    decide(store, people["second"], 1, "confirm")
    assert first.call_id == calls[0]
    assert code_of(open_item, store, people["second"], first.id) == "not_found"
    answer(store, people["inspector"], first.id, [], RULES)
    assert code_of(answer, store, people["inspector"], first.id, [], RULES) == "not_found"
    assert code_of(answer, store, people["officer"], first.id, ["moon"], RULES) == "bad_rule"
    (listed,) = list_samples(store, people["inspector"])
    assert (listed.calls, listed.answers, listed.mine_left) == (5, 1, 4)


def test_the_miss_rate_comes_from_calls_without_findings(
    store: Store, people: dict[str, User], calls: list[int]
) -> None:
    sample = draw(store, people["lead"], Drawing("漏检", percent=100, only="unflagged"))
    items = drawn(store, sample.id)
    for number, item in enumerate(items):
        rules = ["threat"] if number == 0 else []
        answer(store, people["inspector"], item.id, rules, RULES)
    told = results(store, people["inspector"], sample.id)
    assert (told.missed.hits, told.missed.total) == (1, 5)
    assert told.missed.low < 0.2 < told.missed.high
    assert [item.id for item in told.missed_items] == [items[0].id]
    (threat,) = told.rules
    assert (threat.recall.hits, threat.recall.total) == (0, 1)
    assert threat.precision.value is None


def test_readers_that_differ_wait_for_a_session(
    store: Store, people: dict[str, User], calls: list[int]
) -> None:
    sample = draw(store, people["lead"], Drawing("双人", percent=100, only="flagged", readers=2))
    items = drawn(store, sample.id)
    for number, item in enumerate(items):
        answer(store, people["inspector"], item.id, ["abuse"], RULES)
        answer(store, people["second"], item.id, ["abuse"] if number else [], RULES)
    told = results(store, people["lead"], sample.id)
    assert [item.id for item in told.unsettled] == [items[0].id]
    assert (told.false_alarms.hits, told.false_alarms.total) == (0, 4)
    agree(store, people["lead"], items[0].id, [], RULES)
    after = results(store, people["lead"], sample.id)
    assert after.unsettled == []
    assert (after.false_alarms.hits, after.false_alarms.total) == (1, 5)
    assert code_of(agree, store, people["inspector"], items[0].id, [], RULES) == "forbidden"


def test_readers_see_results_only_when_all_is_read(
    store: Store, people: dict[str, User], calls: list[int]
) -> None:
    sample = draw(store, people["lead"], UNFLAGGED)
    assert code_of(results, store, people["inspector"], sample.id) == "forbidden"
    assert results(store, people["lead"], sample.id).read == 0


def test_kappa_of_known_tables() -> None:
    """The worked example of Cohen (1960), table 1 reduced to two categories by its margins."""
    made = agreement(
        [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15
    )
    assert made.observed == pytest.approx(0.7)
    assert made.kappa == pytest.approx(0.4)
    low, high = made.interval or (0, 0)
    assert (low, high) == pytest.approx((0.146, 0.654), abs=0.001)
    assert agreement([(False, False)] * 9).kappa is None
    assert agreement([]).kappa is None


def test_wilsons_interval() -> None:
    """Bounds of 1 in 10 and 0 in 20 as the formula gives them by hand."""
    share = Share(1, 10)
    assert (share.low, share.high) == pytest.approx((0.0179, 0.4042), abs=0.0005)
    assert Share(0, 20).low == 0
    assert Share(0, 20).high == pytest.approx(0.1611, abs=0.0005)
    assert (Share(0, 0).value, Share(0, 0).low, Share(0, 0).high) == (None, 0.0, 1.0)


def test_a_rule_that_is_mostly_overturned_asks_to_be_demoted(
    store: Store, people: dict[str, User]
) -> None:
    for number in range(24):
        handmade.add_call(store, f"D{number}", findings=[handmade.ABUSE, handmade.THREAT])
        wrong = number % 6 != 0
        decide(store, people["inspector"], 2 * number + 1, "dismiss" if wrong else "confirm")
        decide(store, people["inspector"], 2 * number + 2, "confirm")
    abuse, threat = records(store, people["inspector"], load_pack(), 0.5)
    assert (abuse.rule, abuse.total.hits, abuse.total.total, abuse.demote) == ("abuse", 4, 24, True)
    assert (threat.rule, threat.total.value, threat.demote) == ("threat", 1.0, False)
    assert len(abuse.months) == 1


def test_what_a_person_added_says_nothing_of_the_machine(
    store: Store, people: dict[str, User]
) -> None:
    call = handmade.add_call(store, "E1")
    missed = Missed(audit=1, rule="threat", turn=4, quote="派人去堵你家的门")
    add_missed(store, people["inspector"], load_pack(), call, missed)
    assert records(store, people["inspector"], load_pack(), 0.5) == []


def test_a_scope_hides_items(store: Store, people: dict[str, User], calls: list[int]) -> None:
    from audit.people import Profile, change_person

    sample = draw(store, people["lead"], UNFLAGGED)
    with store.writing() as session:
        session.query(Call).update({"client": "别家"})
    limited = Profile("inspector", clients=("青禾银行",))
    user = change_person(store, people["admin"], people["inspector"].id, limited)
    assert next_item(store, user, sample.id) is None
