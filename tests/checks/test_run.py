"""From conditions to judgments: outcomes, evidence, reasons, clauses, alerts."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from building import act_fields, call, pack, rule_fields

from checks.call import Call
from checks.judgment import CallResult, Judgment, Layer, Outcome
from checks.run import check_call

NOON = datetime.fromisoformat("2026-03-02T12:00:00+08:00")
SAID = {"operator": "words", "any": ["甲"]}
ALSO = {"operator": "words", "any": ["乙"]}
NIGHT = {"operator": "started_between", "from": "22:00", "to": "08:00"}


def _judge(root: Path, heard: Call, **changes: Any) -> Judgment:
    rules = pack(root, rules_sample=rule_fields(**changes))
    return check_call(heard, rules).judgments[0]


@pytest.mark.parametrize(
    ("said", "outcome", "turns"),
    [
        (["a: 甲"], Outcome.HIT, (0,)),
        (["a: 乙", "c: 甲"], Outcome.CLEAR, ()),
        (["u: 甲"], Outcome.UNDECIDED, (0,)),
        (["a: 甲", "c: 好", "a: 甲甲"], Outcome.HIT, (0, 2)),
        ([], Outcome.CLEAR, ()),
    ],
)
def test_outcomes(
    tmp_path: Path, said: list[str], outcome: Outcome, turns: tuple[int, ...]
) -> None:
    judged = _judge(tmp_path, call(*said))
    assert (judged.outcome, judged.turns) == (outcome, turns)
    assert len(judged.quotes) == len(turns)


@pytest.mark.parametrize(
    ("said", "facts", "outcome"),
    [
        (["a: 甲", "c: 喂"], {}, Outcome.NOT_APPLICABLE),
        (["a: 甲", "a: 丙"], {}, Outcome.HIT),
        (["a: 甲", "u: 丙"], {}, Outcome.UNDECIDED),  # whether the rule applies is open
        (["a: 丁", "u: 丙"], {}, Outcome.CLEAR),  # it is no breach either way
    ],
)
def test_applies(tmp_path: Path, said: list[str], facts: dict[str, Any], outcome: Outcome) -> None:
    conditions = {"said": SAID, "enough": {"operator": "speaks", "at_least": "2"}}
    judged = _judge(tmp_path, call(*said, **facts), conditions=conditions, applies="enough")
    assert judged.outcome is outcome


def test_quotes_are_verbatim_clauses_of_the_original(tmp_path: Path) -> None:
    judged = _judge(tmp_path, call("a: 您好，這是 甲 哦，再見"))
    assert judged.quotes == ("這是 甲 哦",)
    start, end = judged.spans[0].start, judged.spans[0].end
    assert "您好，這是 甲 哦，再見"[start:end] == "甲"


def test_the_reason_for_a_withheld_answer_names_every_missing_fact(tmp_path: Path) -> None:
    judged = _judge(
        tmp_path, call("u: 甲"), conditions={"said": SAID, "late": NIGHT},
        when={"all": ["said", "late"]},
    )  # fmt: skip
    assert judged.outcome is Outcome.UNDECIDED
    assert "说话人" in judged.reason
    assert "通话开始时间" in judged.reason


def test_metadata_alone_can_hit_without_turns(tmp_path: Path) -> None:
    late = datetime.fromisoformat("2026-03-02T22:40:00+08:00")
    judged = _judge(tmp_path, call("a: 喂", started_at=late), conditions={"said": NIGHT})
    assert (judged.outcome, judged.turns, judged.quotes) == (Outcome.HIT, (), ())
    assert judged.found_by == (Layer.METADATA,)
    assert judged.confidence == 1.0


def test_the_layers_that_found_it_are_named(tmp_path: Path) -> None:
    scoped = {**SAID, "scope": {"listener": ["unverified"]}}
    judged = _judge(tmp_path, call("a: 甲"), conditions={"said": scoped})
    assert judged.found_by == (Layer.WORDS, Layer.DIALOGUE)


def test_first_keeps_the_earliest_match_of_the_first_condition_that_has_one(tmp_path: Path) -> None:
    fields: dict[str, Any] = {
        "conditions": {"said": SAID, "also": ALSO},
        "when": {"any": ["said", "also"]},
        "evidence": {"first": ["said", "also"]},
    }
    assert _judge(tmp_path, call("a: 乙", "a: 甲", "a: 甲"), **fields).turns == (1,)


def test_what_the_recogniser_doubted_weighs_less(tmp_path: Path) -> None:
    sure = call("a: 甲")
    turn = sure.turns[0]
    doubted = Call("T", (type(turn)("agent", 0, 1, "甲", confidence=0.5),))
    assert _judge(tmp_path, doubted).confidence == pytest.approx(
        _judge(tmp_path, sure).confidence / 2
    )


@pytest.mark.parametrize("stage", ["draft", "retired"])
def test_drafts_and_retired_rules_do_not_judge(tmp_path: Path, stage: str) -> None:
    rules = pack(tmp_path, rules_sample=rule_fields(stage=stage))
    assert check_call(call("a: 甲"), rules).judgments == ()


def test_clauses_come_with_a_hit_only(tmp_path: Path) -> None:
    law = {
        "id": "law", "title": "某法", "source": "某处", "in_force": "unknown", "clauses": [
            {"text": "不得说甲", "mark": "V", "number": "第1条", "rules": ["sample"],
             "status": "automated"}],
    }  # fmt: skip
    rules = pack(tmp_path, regulations_law=law)
    hit = check_call(call("a: 甲"), rules).judgments[0]
    assert [clause.number for clause in hit.clauses] == ["第1条"]
    assert check_call(call("a: 乙"), rules).judgments[0].clauses == ()


@pytest.mark.parametrize(
    ("said", "raised"), [("c: 投诉", True), ("a: 投诉", False), ("u: 投诉", True)]
)
def test_an_alert_is_raised_in_doubt(tmp_path: Path, said: str, raised: bool) -> None:
    heard = {"operator": "act", "acts": ["complains"], "scope": {"speaker": "customer"}}
    rules = pack(
        tmp_path,
        acts_complains=act_fields("complains", "投诉"),
        alerts_complaint=rule_fields(id="complaint", conditions={"said": heard}),
    )
    alerts = check_call(call(said), rules).alerts
    assert [alert.name for alert in alerts] == (["complaint"] if raised else [])


def _result(root: Path) -> CallResult:
    return check_call(call("a: 甲", started_at=NOON), pack(root))


def test_same_call_and_pack_give_the_same_result(tmp_path: Path) -> None:
    first, second = tmp_path / "one", tmp_path / "two"
    first.mkdir()
    second.mkdir()
    assert _result(first) == _result(second)


def test_a_judgment_shows_exactly_the_promised_keys(tmp_path: Path) -> None:
    assert list(_result(tmp_path).judgments[0].as_dict()) == [
        "rule", "outcome", "turns", "quotes", "found_by", "confidence", "reason", "clauses",
        "severity",
    ]  # fmt: skip
