"""`benchmark transcribe`: each way's cost and errors, from children that say what they measured."""

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from audit.benchmarks import transcribe
from audit.cli.benchmark import command

CHILD = """
import json, os, sys
calls = json.loads(sys.argv[1])
way = sys.argv[2]
assert "OMP_NUM_THREADS" not in os.environ
slow = 3 if way != "ours" else 1
lost = {} if way == "ours" else {"text": ""}
heard = {call["call_id"]: [turn | lost for turn in call["turns"]] for call in calls}
print(json.dumps({"wall_s": 5, "cpu_s": 2.0 * slow, "peak_mb": 400.4, "turns": heard}))
"""


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    found = list(transcribe.two_channel_calls())
    child = (sys.executable, "-c", CHILD, json.dumps(found))
    monkeypatch.setattr(transcribe, "_CHILD", child)
    monkeypatch.setitem(os.environ, "OMP_NUM_THREADS", "1")
    return found


def test_only_calls_with_a_speaker_on_each_side_are_heard(calls: list[dict[str, Any]]) -> None:
    assert len(calls) >= 3
    assert all(set(call["channels"]) == {"left", "right"} for call in calls)
    assert all(Path(call["path"]).is_file() and call["turns"] for call in calls)


def test_costs_are_an_hours_and_errors_are_by_side(calls: list[dict[str, Any]]) -> None:
    table = transcribe.measure()
    hours = sum(call["duration_s"] for call in calls) / 3600
    ours, peer, *_others = table.rows
    assert ours == ["ours", f"{5 / hours:.0f}", f"{2 / hours:.0f}", "1.00", "400", "0.000", "0.000"]
    assert peer[3:] == ["3.00", "400", "1.000", "1.000"]


@pytest.mark.usefixtures("calls")
def test_the_command_writes_a_table_for_the_documentation() -> None:
    done = CliRunner().invoke(command, ["transcribe", "--markdown"])
    assert [line.split(" | ")[0] for line in done.stdout.splitlines()[2:6]] == [
        "| ours",
        "| faster-whisper",
        "| faster-whisper, int8",
        "| openai-whisper",
    ]
