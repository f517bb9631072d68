"""`rules diff`: a changed pack against the present one, on a file and on stored calls."""

import json
from pathlib import Path
from typing import Any

import pytest
from building import rule_fields, write_pack
from click.testing import CliRunner, Result
from making import fields, stored_call, write_jsonl

from audit import cli
from audit.store import Audit, Store
from transcribe.problem import Problem

SAYS = {"operator": "words", "any": ["乙"]}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Present pack: sample hits on 甲. Changed pack: sample hits on 乙, and there is an alert."""
    monkeypatch.chdir(tmp_path)
    for name in ("pack", "changed"):
        (tmp_path / name).mkdir()
    write_pack(tmp_path / "pack", {"rules/sample": rule_fields(), "rules/gone": _gone()})
    changed = rule_fields(conditions={"said": SAYS})
    alert = rule_fields(id="calm", conditions={"said": SAYS}, title={"zh": "静", "en": "Calm"})
    write_pack(tmp_path / "changed", {"rules/sample": changed, "alerts/calm": alert})
    (tmp_path / "callaudit.toml").write_text('pack = "pack"\n')
    return tmp_path


def _gone() -> dict[str, Any]:
    return rule_fields(id="gone", conditions={"said": {"operator": "words", "any": ["丙"]}})


def _calls() -> list[dict[str, Any]]:
    """One call for each text, whose id is the text's first character."""
    texts = ("甲", "乙，请打13800138000", "甲乙", "丙", "丁")
    return [
        fields(text[0] if text != "甲乙" else "both", turns=[_turn(text)], phone=f"P{n}")
        for n, text in enumerate(texts)
    ]


def _turn(text: str) -> dict[str, Any]:
    return {"speaker": "agent", "start": 0.0, "end": 1.0, "text": text}


def _diff(*arguments: object) -> Result:
    run = ["rules", "diff", "--pack", "changed", *map(str, arguments)]
    return CliRunner().invoke(cli.main, run)


EXPECTED = {
    "sample": {
        "added": 1, "removed": 1, "kept": 1, "undecided_before": 0, "undecided_after": 0,
        "examples": {
            "added": [{"call_id": "乙", "turns": [0], "quotes": ["乙"]}],
            "removed": [{"call_id": "甲", "turns": [0], "quotes": ["甲"]}],
        },
    },
    "gone": {
        "added": 0, "removed": 1, "kept": 0, "undecided_before": 0, "undecided_after": 0,
        "examples": {
            "added": [], "removed": [{"call_id": "丙", "turns": [0], "quotes": ["丙"]}],
        },
    },
}  # fmt: skip


def test_a_file(tmp_path: Path) -> None:
    result = _diff(write_jsonl(tmp_path / "calls.jsonl", _calls()), "--json")
    told = json.loads(result.stdout)
    assert (result.exit_code, told["calls"], told["rules"]) == (0, 5, EXPECTED)
    assert told["packs"]["old"] != told["packs"]["new"]
    assert told["alerts"]["calm"]["added"] == 2


def test_stored_calls_and_nothing_is_stored(store: Store, tmp_path: Path) -> None:
    for call in _calls():
        stored_call(store, **call)
    result = _diff("--json", "--data", tmp_path / "data")
    assert json.loads(result.stdout)["rules"] == EXPECTED
    with store.reading() as session:
        assert session.query(Audit).count() == 0


def test_for_people_it_is_short_and_masked(tmp_path: Path) -> None:
    result = _diff(write_jsonl(tmp_path / "calls.jsonl", _calls()), "--examples", "1")
    assert result.stdout.splitlines() == [
        "gone: +0 -1 =0",
        "  - 丙  0: 丙",
        "sample: +1 -1 =1",
        "  + 乙  0: 乙",
        "  - 甲  0: 甲",
        "alert calm: +2 -0 =0",
        "  + 乙  0: 乙，请打*********00",
        "5 calls: 3 findings and alerts added, 2 removed",
    ]


def test_a_call_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    result = _diff(write_jsonl(tmp_path / "calls.jsonl", [*_calls(), "{"]))
    assert result.exit_code == 1
    assert "calls.jsonl line 6: broken JSON" in result.stderr


def test_progress_goes_to_stderr(tmp_path: Path) -> None:
    calls = [fields(f"C{n}", turns=[_turn("丁")]) for n in range(200)]
    result = _diff(write_jsonl(tmp_path / "calls.jsonl", calls))
    assert result.stdout == "200 calls: 0 findings and alerts added, 0 removed\n"
    assert result.stderr.splitlines() == ["checked 100 of 200 calls", "checked 200 of 200 calls"]


def test_a_folder_without_calls_stays_as_it_is(tmp_path: Path) -> None:
    problem = _diff("--data", tmp_path / "none").exception
    assert isinstance(problem, Problem)
    assert "none: holds no calls" in str(problem)
    assert not (tmp_path / "none").exists()


def test_the_changed_pack_must_be_named() -> None:
    assert CliRunner().invoke(cli.main, ["rules", "diff"]).exit_code == 2
