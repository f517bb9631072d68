"""check, evaluate and rules as a script sees them: stdout, stderr, exit status."""

import json
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from building import act_fields, rule_fields, write_pack
from click.testing import CliRunner, Result

from audit import cli
from checks.regulation import STATUSES
from checks.rulepack import DEFAULT_PACK
from transcribe.problem import Problem

OFTEN = {"operator": "contacts", "kind": "connected", "more_than": "2"}
STOPS = {"operator": "act", "acts": ["stop"], "scope": {"speaker": "customer"}}
NOON = datetime.fromisoformat("2026-03-02T12:00:00+08:00")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with a pack of two rules and one alert, chosen in the settings file."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pack").mkdir()
    write_pack(
        tmp_path / "pack",
        {
            "rules/sample": rule_fields(),
            "rules/often": rule_fields(
                id="often", severity="critical", conditions={"said": OFTEN}, tests=[],
                title={"zh": "常", "en": "Often"},
            ),
            "acts/stop": act_fields("stop", "别打了"),
            "alerts/stop_contact": rule_fields(
                id="stop_contact", conditions={"said": STOPS}, tests=[]
            ),
        },
    )  # fmt: skip
    (tmp_path / "callaudit.toml").write_text('pack = "pack"\n')
    return tmp_path


def _call(call_id: str, *said: str, **more: Any) -> dict[str, Any]:
    sides = {"a": "agent", "c": "customer", "u": "unknown"}
    turns = [
        {"speaker": sides[line[0]], "start": i, "end": i + 1, "text": line[2:].strip()}
        for i, line in enumerate(said)
    ]
    return {"call_id": call_id, "started_at": NOON.isoformat(), "turns": turns} | more


def _write(*calls: dict[str, Any] | str) -> str:
    lines = (c if isinstance(c, str) else json.dumps(c, ensure_ascii=False) for c in calls)
    Path("calls.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return "calls.jsonl"


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, arguments)


def _checked(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_check_prints_one_line_a_call_with_exactly_the_promised_keys() -> None:
    result = _run("check", _write(_call("A", "a: 您好，甲", "c: 别打了"), _call("B", "a: 您好")))
    assert result.exit_code == 0
    first, second = _checked(result)
    assert list(first) == ["call_id", "judgments", "alerts", "facts", "quality", "score"]
    assert first["call_id"] == "A"
    assert first["judgments"] == [
        {
            "rule": "sample", "outcome": "hit", "turns": [0], "quotes": ["甲"],
            "found_by": ["words"], "confidence": 0.8, "reason": "说了甲", "clauses": [],
            "severity": "major",
        }
    ]  # fmt: skip
    assert first["alerts"] == [{"name": "stop_contact", "turns": [1], "quotes": ["别打了"]}]
    assert first["score"]["value"] == 80
    assert second["judgments"] == []
    assert second["score"]["value"] == 100


def test_all_shows_the_clear_rules_too() -> None:
    file = _write(_call("A", "a: 您好"))
    outcomes = {
        j["rule"]: j["outcome"] for j in _checked(_run("check", file, "--all"))[0]["judgments"]
    }
    assert outcomes == {"sample": "clear", "often": "clear"}


def test_what_cannot_be_judged_is_shown_and_costs_nothing() -> None:
    line = _checked(_run("check", _write(_call("A", "u: 甲"))))[0]
    assert [(j["rule"], j["outcome"]) for j in line["judgments"]] == [("sample", "undecided")]
    assert line["score"] == {
        "value": 100, "deductions": [], "undecided": 1, "card": "standard 2",
        "quality": {"value": 100, "deductions": []},
    }  # fmt: skip


def test_out_takes_the_lines_and_stdout_stays_empty(folder: Path) -> None:
    result = _run("check", _write(_call("A", "a: 您好")), "--out", "done.jsonl")
    assert result.stdout == ""
    assert json.loads((folder / "done.jsonl").read_text(encoding="utf-8"))["call_id"] == "A"


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        ("{broken", "calls.jsonl line 2: broken JSON"),
        (
            json.dumps(_call("B", "a: 甲")).replace("\\u7532", "\\ud800"),
            "calls.jsonl line 2: field 'turns[0].text' holds half of a surrogate pair",
        ),
        ({"call_id": "B"}, "calls.jsonl line 2: field 'started_at' is missing"),
        (_call("A"), "calls.jsonl line 2: the call_id of line 1 comes again"),
        (_call("B", turns=None, audio="b.wav"), "calls.jsonl line 2: the call has no turns"),
    ],
)
def test_a_bad_line_is_told_and_the_others_go_on(bad: Any, told: str) -> None:
    result = _run("check", _write(_call("A", "a: 甲"), bad, _call("C", "a: 甲")))
    assert result.exit_code == 1
    assert [line["call_id"] for line in _checked(result)] == ["A", "C"]
    assert result.stderr.startswith(f"error: {told}")
    assert "; " in result.stderr  # the mend


def _often(call_id: str, hour: int) -> dict[str, Any]:
    started = (NOON + timedelta(hours=hour)).isoformat()
    return _call(call_id, "a: 您好", "c: 喂", "a: 再见", started_at=started, case_id="K1")


def test_the_calls_of_the_file_are_each_others_history() -> None:
    lines = _checked(_run("check", _write(_often("A", 0), _often("B", 1), _often("C", 2))))
    outcomes = {line["call_id"]: [j["outcome"] for j in line["judgments"]] for line in lines}
    assert outcomes == {"A": [], "B": [], "C": ["hit"]}
    assert lines[2]["score"]["value"] == 0


def test_a_lone_call_has_no_known_history() -> None:
    line = _checked(_run("check", _write(_often("A", 0))))[0]
    assert [(j["rule"], j["outcome"]) for j in line["judgments"]] == [("often", "undecided")]


def test_progress_goes_to_stderr() -> None:
    result = _run("check", _write(*(_call(f"C{i}", "a: 您好") for i in range(101))))
    assert len(_checked(result)) == 101
    assert result.stderr == "checked 100 of 101 calls\n"


def test_a_pack_on_the_command_line_wins_over_the_settings(folder: Path) -> None:
    (folder / "other").mkdir()
    write_pack(folder / "other", {"rules/sample": rule_fields(severity="minor")})
    result = _run("check", _write(_call("A", "a: 甲")), "--pack", "other")
    assert _checked(result)[0]["score"]["value"] == 95


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["check", "none.jsonl"], "none.jsonl: cannot be read"),
        (["check", "callaudit.toml", "--pack", "none"], "none: is no rule pack"),
    ],
)
def test_what_is_missing_is_one_sentence_and_exit_1(
    arguments: list[str], told: str, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setattr("sys.argv", ["callaudit", *arguments])
    with pytest.raises(SystemExit) as caught:
        cli.run()
    output = capsys.readouterr()
    assert (caught.value.code, output.out) == (1, "")
    assert output.err.startswith(f"error: {told}")
    assert output.err.count("\n") == 1


def _labelled(call_id: str, said: str, *rules: str, **more: Any) -> dict[str, Any]:
    violations = [{"rule": rule, "turns": [0]} for rule in rules]
    return _call(call_id, said, labels={"violations": violations} | more)


def test_evaluate_prints_exactly_the_promised_keys() -> None:
    result = _run(
        "evaluate", "--json",
        _write(
            _labelled("A", "a: 甲", "sample"), _labelled("B", "a: 甲"),
            _labelled("C", "c: 别打了", alerts=["stop_contact"]),
        ),
    )  # fmt: skip
    assert (result.exit_code, result.stderr) == (0, "")
    figures = json.loads(result.stdout)
    assert list(figures) == [
        "rules", "macro_f1", "micro_f1", "clean_false_alarm", "alerts", "facts",
    ]  # fmt: skip
    assert figures["rules"]["sample"] == {
        "tp": 1, "fp": 1, "fn": 0, "tn": 1, "undecided": 0, "precision": 0.5, "recall": 1.0,
        "f1": 0.6667, "evidence_hit": 1.0,
    }  # fmt: skip
    assert figures["rules"]["often"]["f1"] is None
    assert figures["clean_false_alarm"] == 0.5
    assert figures["alerts"]["stop_contact"]["tp"] == 1
    assert figures["facts"]["promise_to_pay"]["tn"] == 3


def test_evaluate_without_json_is_a_table() -> None:
    result = _run("evaluate", _write(_labelled("A", "a: 甲", "sample")))
    assert "evidence_hit" in result.stdout
    assert "macro F1 1.000" in result.stdout


def test_evaluate_leaves_out_and_tells_a_call_without_labels() -> None:
    result = _run("evaluate", "--json", _write(_labelled("A", "a: 甲", "sample"), _call("B")))
    assert result.exit_code == 1
    assert result.stderr.startswith("error: calls.jsonl line 2: the call has no labels")
    assert json.loads(result.stdout)["rules"]["sample"]["tp"] == 1


def test_evaluate_warns_of_labels_that_no_rule_can_meet() -> None:
    result = _run("evaluate", "--json", _write(_labelled("A", "a: 甲", "smaple")))
    assert "the pack has no rule smaple" in result.stderr
    assert json.loads(result.stdout)["rules"]["smaple"]["fn"] == 1


def test_rules_list() -> None:
    assert json.loads(_run("rules", "list", "--json").stdout)[1] == {
        "id": "sample", "title": "样例", "severity": "major", "stage": "stable", "version": 1,
        "tests": 2,
    }  # fmt: skip
    assert "sample" in _run("rules", "list").stdout


def test_rules_list_of_the_shipped_regulations() -> None:
    shipped = ("rules", "list", "--regulations", "--pack", str(DEFAULT_PACK))
    lines = _run(*shipped).stdout.splitlines()
    assert "  - 第279条[V, partial]" in "\n".join(lines)
    assert "第68条" not in "\n".join(lines), "its number was not read in the text"
    rows = json.loads(_run(*shipped, "--json").stdout)
    assert lines[-1].startswith(f"{len(rows)} clauses: ")
    assert {row["status"] for row in rows} == set(STATUSES)
    assert {row["mark"] for row in rows if row["number"]} == {"V"}


def test_rules_show() -> None:
    shown = _run("rules", "show", "sample").stdout
    for part in ("样例 / Sample", "严重 (major)", "说甲 (hit 0)", "说乙 (no hit)"):
        assert part in shown


def test_rules_show_refuses_a_rule_that_is_not_there() -> None:
    problem = _run("rules", "show", "smaple").exception
    assert isinstance(problem, Problem)
    assert "no rule 'smaple'" in str(problem)


def _with_tests(folder: Path, *tests: dict[str, Any]) -> Result:
    write_pack(folder / "pack", {"rules/sample": rule_fields(tests=list(tests))})
    return _run("rules", "test", "--pack", str(folder / "pack" / "."))


SAYS_YI = {"name": "说乙", "turns": [["agent", "乙"]]}


def test_rules_test_passes_with_a_visible_gap(folder: Path) -> None:
    result = _with_tests(folder, SAYS_YI | {"hits": ["0"], "known_miss": "true"})
    assert result.exit_code == 0
    assert "known miss sample: 说乙" in result.stdout
    assert "3 tests, 0 failed, 1 known misses" in result.stdout


def test_rules_test_fails(folder: Path) -> None:
    result = _with_tests(folder, SAYS_YI | {"hits": ["0"]})
    assert result.exit_code == 1
    assert "FAILED sample: 说乙: got clear []" in result.stdout


def test_rules_test_fails_when_a_gap_is_closed(folder: Path) -> None:
    result = _with_tests(folder, SAYS_YI | {"hits": [], "known_miss": "true"})
    assert result.exit_code == 1
    assert "passes now" in result.stdout


def test_rules_lint_tells_every_issue() -> None:
    result = _run("rules", "lint")
    assert result.exit_code == 1
    assert re.search(r"rules/sample.yaml, line \d+: has 2 tests, fewer than 6", result.stdout)


def test_a_test_that_cannot_be_read_is_told(folder: Path) -> None:
    problem = _with_tests(folder, {"name": "无话轮"}).exception
    assert isinstance(problem, Problem)
    assert "sample.yaml: test 1 cannot be read" in str(problem)
