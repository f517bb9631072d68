"""What counts as right, wrong, and neither."""

from collections.abc import Mapping
from typing import Any

import pytest

from audit.callformat import RawCall
from audit.evaluation.evaluate import Pair, evaluate
from audit.evaluation.labels import Labels, read_labels
from audit.evaluation.tally import Tally
from checks.judgment import Alert, CallResult, Fact, Judgment, Outcome
from transcribe.problem import Problem

HIT, CLEAR, OPEN = Outcome.HIT, Outcome.CLEAR, Outcome.UNDECIDED


def _pair(
    labels: dict[str, Any],
    *judged: tuple[str, Outcome] | tuple[str, Outcome, tuple[int, ...]],
    alerts: tuple[str, ...] = (),
    facts: tuple[Fact, ...] = (),
) -> Pair:
    judgments = tuple(
        Judgment(rule, 1, outcome, "major", "", turns=turns[0] if turns else ())
        for rule, outcome, *turns in judged
    )
    raised = tuple(Alert(name, (), ()) for name in alerts)
    result = CallResult("T", "", judgments, raised, facts, {})
    return read_labels(RawCall({"call_id": "T", "labels": labels}, "f", 1)), result


def _broken(*rules: str, turns: tuple[int, ...] = (0,), **more: Any) -> dict[str, Any]:
    return {"violations": [{"rule": rule, "turns": list(turns)} for rule in rules]} | more


def _counts(tally: Tally) -> tuple[int, int, int, int, int]:
    return tally.tp, tally.fp, tally.fn, tally.tn, tally.undecided


@pytest.mark.parametrize(
    ("labelled", "outcome", "counts"),
    [
        (True, HIT, (1, 0, 0, 0, 0)),
        (False, HIT, (0, 1, 0, 0, 0)),
        (True, CLEAR, (0, 0, 1, 0, 0)),
        (True, Outcome.NOT_APPLICABLE, (0, 0, 1, 0, 0)),
        (False, CLEAR, (0, 0, 0, 1, 0)),
        (False, Outcome.NOT_APPLICABLE, (0, 0, 0, 1, 0)),
        (True, OPEN, (0, 0, 1, 0, 1)),  # a violation that was not found is missed
        (False, OPEN, (0, 0, 0, 0, 1)),  # neither hit nor false alarm
    ],
)
def test_counts(labelled: bool, outcome: Outcome, counts: tuple[int, ...]) -> None:
    labels = _broken("threat") if labelled else _broken()
    assert _counts(evaluate([_pair(labels, ("threat", outcome))]).rules["threat"]) == counts


def test_figures() -> None:
    tally = Tally(tp=3, fp=1, fn=2)
    assert (tally.precision, tally.recall, tally.f1) == (0.75, 0.6, pytest.approx(2 / 3))
    assert list(tally.as_dict()) == [
        "tp", "fp", "fn", "tn", "undecided", "precision", "recall", "f1", "evidence_hit",
    ]  # fmt: skip


def test_figures_of_nothing_are_null() -> None:
    figures = Tally(tn=5).as_dict()
    names = ("precision", "recall", "f1", "evidence_hit")
    assert [figures[name] for name in names] == [None] * 4


def test_evidence_agrees_where_one_turn_does() -> None:
    pairs = [
        _pair(_broken("threat", turns=(4, 6)), ("threat", HIT, (2, 6))),
        _pair(_broken("threat", turns=(4,)), ("threat", HIT, (5,))),
        _pair(_broken("threat", turns=(4,)), ("threat", CLEAR)),
    ]
    assert evaluate(pairs).rules["threat"].evidence_hit == 0.5


def test_violations_without_turns_have_no_evidence_to_hit() -> None:
    pair = _pair(_broken("improper_hours", turns=()), ("improper_hours", HIT))
    assert evaluate([pair]).rules["improper_hours"].evidence_hit is None


def test_one_rule_labelled_twice_is_one_violation_with_all_turns() -> None:
    labels = {"violations": [{"rule": "threat", "turns": [1]}, {"rule": "threat", "turns": [5]}]}
    tally = evaluate([_pair(labels, ("threat", HIT, (5,)))]).rules["threat"]
    assert (tally.tp, tally.fn, tally.evidence_hit) == (1, 0, 1.0)


@pytest.mark.parametrize("outcome", [HIT, CLEAR, OPEN])
def test_an_ambiguous_pair_counts_neither_way(outcome: Outcome) -> None:
    labels = _broken(ambiguous=[{"rule": "threat", "turns": [2], "why": "…"}])
    total = evaluate([_pair(labels, ("threat", outcome))])
    assert _counts(total.rules["threat"]) == (0, 0, 0, 0, 0)
    assert total.clean_false_alarm == 0


def test_a_rule_that_is_certain_elsewhere_in_the_call_counts() -> None:
    labels = _broken("threat", ambiguous=[{"rule": "threat", "turns": [2]}])
    assert evaluate([_pair(labels, ("threat", HIT))]).rules["threat"].tp == 1


def test_a_rule_that_the_pack_lacks_is_missed() -> None:
    total = evaluate([_pair(_broken("threat")), _pair(_broken())])
    assert _counts(total.rules["threat"]) == (0, 0, 1, 1, 0)


def test_macro_is_the_mean_over_rules_that_were_seen() -> None:
    total = evaluate(
        [
            _pair(_broken("a", "b"), ("a", HIT), ("b", CLEAR), ("c", CLEAR)),
            _pair(_broken("a"), ("a", HIT), ("b", CLEAR), ("c", CLEAR)),
        ]
    )
    assert total.macro_f1 == 0.5  # a: 1, b: 0, c: not seen
    assert total.micro_f1 == 0.8  # tp 2, fn 1


def test_clean_false_alarm_counts_calls() -> None:
    total = evaluate(
        [
            _pair(_broken(), ("a", HIT), ("b", HIT)),
            _pair(_broken(), ("a", CLEAR), ("b", OPEN)),
            _pair(_broken("a"), ("a", HIT), ("b", HIT)),  # not clean
        ]
    )
    assert total.clean_false_alarm == 0.5


def test_an_empty_set_has_no_figures() -> None:
    assert evaluate([], ["complaint"]).as_dict() == {
        "rules": {}, "macro_f1": None, "micro_f1": None, "clean_false_alarm": None,
        "alerts": {}, "facts": {},
    }  # fmt: skip


def test_alerts() -> None:
    pairs = [
        _pair(_broken(alerts=["complaint"]), alerts=("complaint", "lawyer")),
        _pair(_broken(alerts=["dispute"])),
    ]
    alerts = evaluate(pairs, ["complaint", "self_harm"]).alerts
    assert {name: _counts(tally)[:4] for name, tally in alerts.items()} == {
        "complaint": (1, 0, 0, 1),
        "lawyer": (0, 1, 0, 1),
        "dispute": (0, 0, 1, 1),
        "self_harm": (0, 0, 0, 2),
    }


def _promise(turn: int = 7, **values: Any) -> Fact:
    return Fact("promise_to_pay", turn, {"amount": 500.0, "date": "2026-03-06"} | values)


LABELLED = {"type": "promise_to_pay", "turn": 7, "amount": 500, "date": "2026-03-06"}


@pytest.mark.parametrize(
    ("labelled", "found", "counts"),
    [
        ([LABELLED], [_promise()], (1, 0, 0, 0)),
        ([LABELLED], [_promise(amount=5000)], (0, 1, 1, 0)),
        ([LABELLED], [_promise(date="2026-03-07")], (0, 1, 1, 0)),
        ([LABELLED], [_promise(9, word="后天")], (1, 0, 0, 0)),  # the turn and more may differ
        ([LABELLED], [], (0, 0, 1, 0)),
        ([], [_promise()], (0, 1, 0, 0)),
        ([], [], (0, 0, 0, 1)),
        ([LABELLED], [_promise(), _promise()], (1, 1, 0, 0)),  # one to one
        ([LABELLED, LABELLED | {"amount": 9}], [_promise(amount=9.0)], (1, 0, 1, 0)),
    ],
)
def test_promises_must_agree_in_amount_and_date(
    labelled: list[Mapping[str, Any]], found: list[Fact], counts: tuple[int, ...]
) -> None:
    pair = _pair(_broken(facts=labelled), facts=tuple(found))
    assert _counts(evaluate([pair]).facts["promise_to_pay"])[:4] == counts


def test_the_evidence_of_a_fact_is_its_turn() -> None:
    pairs = [_pair(_broken(facts=[LABELLED]), facts=(_promise(turn),)) for turn in (7, 8)]
    assert evaluate(pairs).facts["promise_to_pay"].evidence_hit == 0.5


def test_other_facts_count_only_where_the_set_labels_them() -> None:
    callback = Fact("callback", 3, {"time": "2026-03-07"})
    bare = _pair(_broken(), facts=(callback,))
    assert set(evaluate([bare]).facts) == {"promise_to_pay"}
    labels = _broken(facts=[{"type": "callback", "turn": 3, "time": "2026-03-07"}])
    facts = evaluate([bare, _pair(labels, facts=(callback,))]).facts
    assert _counts(facts["callback"])[:4] == (1, 1, 0, 0)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, "f line 4: the call has no labels"),
        ({"labels": None}, "the call has no labels"),
        ({"labels": {}}, r"f line 4: field 'labels\.violations'"),
        ({"labels": {"violations": [{"rule": "threat"}]}}, r"labels\.violations\.0\.turns"),
        ({"labels": {"violations": [], "facts": [{"turn": 1}]}}, r"labels\.facts\.0\.type"),
    ],
)
def test_bad_labels_are_told(fields: dict[str, Any], told: str) -> None:
    with pytest.raises(Problem, match=told):
        read_labels(RawCall(fields, "f", 4))


def test_labels() -> None:
    raw = {"violations": [], "alerts": ["lawyer"], "facts": [{"type": "refusal", "turn": 2}]}
    assert read_labels(RawCall({"labels": raw}, "f", 1)) == Labels(
        {}, frozenset(), frozenset({"lawyer"}), ({"type": "refusal", "turn": 2},)
    )
