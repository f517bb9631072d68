"""The error-against-F1 curve: calls misheard more and more, evaluated like any others."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from audit.callformat import RawCall
from audit.evaluation.evaluate import Evaluation
from audit.evaluation.noise import Point, as_markdown, error_rate, main, misheard, unmarked
from audit.evaluation.tally import Tally
from checks.noise.generator import Noise

NOISE = Noise.load()
SAID = "您好，这笔贷款逾期三十天了，今天下午五点以前必须处理，不处理就上门找你家人。"


def call(call_id: str = "T1", **more: Any) -> RawCall:
    turn = {"speaker": "agent", "start": 0.0, "end": 9.0, "text": SAID}
    fields = {"call_id": call_id, "started_at": "2026-03-02T10:15:00+08:00", "turns": [turn]}
    return RawCall(fields | {"labels": {"violations": []}} | more, "f", 1)


def text(heard: RawCall) -> str:
    return str(heard.fields["turns"][0]["text"])


def test_a_call_is_misheard_by_its_id_and_the_seed_alone() -> None:
    first = misheard(call(), NOISE, 0.3, 1)
    assert text(first) == text(misheard(call(), NOISE, 0.3, 1)) != SAID
    assert text(first) != text(misheard(call(), NOISE, 0.3, 2))
    assert text(first) != text(misheard(call("T2"), NOISE, 0.3, 1))
    assert first.fields["labels"] == {"violations": []}


def test_the_times_of_words_go_with_the_words() -> None:
    turn = call().fields["turns"][0] | {"words": [{"start": 0.0, "end": 0.4, "text": "您好"}]}
    heard = misheard(call(turns=[turn]), NOISE, 0.1, 0)
    assert heard.fields["turns"][0].keys() == {"speaker", "start", "end", "text"}


def test_the_rate_is_measured_over_all_turns() -> None:
    other = call(turns=[call().fields["turns"][0] | {"text": SAID.replace("逾期", "一七")}])
    assert error_rate([call(), call()], [call(), other]) == 2 / 68


def test_marks_are_taken_away_but_not_those_inside_numbers() -> None:
    turn = call().fields["turns"][0] | {"text": "您好，欠3.5万、10:30前还。……好吗？"}
    assert text(unmarked(call(turns=[turn]))) == "您好 欠3.5万 10:30前还 好吗"


def _evaluation(tp: int, fn: int) -> Evaluation:
    evaluation = Evaluation()
    evaluation.rules["threat"] = Tally(tp=tp, fn=fn)
    return evaluation


def test_the_table_shows_means_and_the_span() -> None:
    points = [
        Point(0.0, (0.0,), (_evaluation(1, 0),)),
        Point(0.2, (0.18, 0.2), (_evaluation(1, 2), _evaluation(1, 0))),
    ]
    assert as_markdown(points, "7 calls").splitlines() == [
        "| CER asked | CER reached | macro F1 | lowest–highest | micro F1 | clean false alarm |",
        "|---|---|---|---|---|---|",
        "| 0.00 | 0.000 | 1.000 | 1.000–1.000 | 1.000 | - |",
        "| 0.20 | 0.190 | 0.750 | 0.500–1.000 | 0.750 | - |",
        "",
        "7 calls; mean of 2 draws of errors.",
    ]


def test_the_command_measures_alike_on_every_run(tmp_path: Path) -> None:
    file = tmp_path / "calls.jsonl"
    file.write_text(json.dumps(dict(call().fields)) + "\n", encoding="utf-8")
    given = [str(file), "--rates", "0,0.3", "--seeds", "2", "--json"]
    runs = [CliRunner().invoke(main, given) for _ in range(2)]
    assert [run.exit_code for run in runs] == [0, 0], runs[0].output
    assert runs[0].stdout == runs[1].stdout
    clean, noisy = (json.loads(line) for line in runs[0].stdout.splitlines())
    assert (clean["rate"], clean["error_rate"], len(clean["seeds"])) == (0, 0, 1)
    assert noisy["error_rate"] > 0
    assert len(noisy["seeds"]) == 2


@pytest.mark.parametrize("rates", ["", "0,x", "0.1,1.5", "-0.1"])
def test_rates_that_are_none_are_told(rates: str, tmp_path: Path) -> None:
    run = CliRunner().invoke(main, [str(tmp_path / "calls.jsonl"), "--rates", rates])
    assert run.exit_code == 2
    assert "from 0 to 1" in run.output
