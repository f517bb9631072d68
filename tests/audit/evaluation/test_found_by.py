"""Hits by the layers that found them, and what hangs on one layer."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from audit.cli import main
from audit.evaluation.evaluate import Pair
from audit.evaluation.found_by import as_dict, tables
from audit.evaluation.labels import Labels
from checks.judgment import CallResult, Judgment, Layer, Outcome

WORDS, DIALOGUE, MEANING, METADATA, _SECOND_READER = Layer
CALL = {
    "call_id": "T1",
    "started_at": "2026-03-02T10:15:00+08:00",
    "turns": [{"speaker": "agent", "start": 0, "end": 1, "text": "你个老赖"}],
    "labels": {"violations": [{"rule": "abuse", "turns": [0]}]},
}


def _pair(rule: str, layers: tuple[Layer, ...], *, broken: bool, ambiguous: bool = False) -> Pair:
    labels = Labels(
        {rule: frozenset()} if broken else {},
        frozenset({rule} if ambiguous else ()),
        frozenset(),
        (),
    )
    judged = Judgment(rule, 1, Outcome.HIT, "major", "", found_by=layers)
    return labels, CallResult("T", "", (judged,), (), (), {})


@pytest.mark.parametrize(
    ("layers", "together", "alone"),
    [
        ((WORDS,), "words", "words"),
        ((WORDS, DIALOGUE), "words+dialogue", "words"),
        ((DIALOGUE, MEANING), "dialogue+meaning", "meaning"),
        ((WORDS, MEANING), "words+meaning", ""),
        ((DIALOGUE,), "dialogue", "dialogue"),
        ((METADATA,), "metadata", "metadata"),
    ],
)
def test_a_hit_hangs_on_the_only_layer_that_found_it(
    layers: tuple[Layer, ...], together: str, alone: str
) -> None:
    found = as_dict([_pair("threat", layers, broken=True)])
    right = {"tp": 1, "fp": 0}
    assert found["layers"]["threat"] == found["layers"]["all"] == {together: right}
    assert found["sole_layer"].get("threat", {}) == ({alone: right} if alone else {})


def test_right_and_wrong_are_told_apart_and_ambiguous_ones_left_out() -> None:
    pairs = [
        _pair("threat", (WORDS,), broken=True),
        _pair("abuse", (WORDS,), broken=False),
        _pair("abuse", (WORDS,), broken=False, ambiguous=True),
    ]
    assert as_dict(pairs)["layers"]["all"] == {"words": {"tp": 1, "fp": 1}}
    assert tables(pairs)[0].rows == [["abuse", "0/1"], ["threat", "1/0"], ["all", "1/1"]]


def test_the_key_is_there_only_when_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "calls.jsonl"
    file.write_text(json.dumps(CALL), encoding="utf-8")
    promised = ["rules", "macro_f1", "micro_f1", "clean_false_alarm", "alerts", "facts"]
    plain = CliRunner().invoke(main, ["evaluate", str(file), "--json"])
    assert list(json.loads(plain.stdout)) == promised
    asked = CliRunner().invoke(main, ["evaluate", str(file), "--json", "--by", "found_by"])
    assert list(json.loads(asked.stdout)) == [*promised, "found_by"]
    shown = CliRunner().invoke(main, ["evaluate", str(file), "--by", "found_by", "--markdown"])
    assert "| abuse | 1 | 0 | 0 | 0 |" in shown.stdout
    assert "| only with (right/wrong) |" in shown.stdout
