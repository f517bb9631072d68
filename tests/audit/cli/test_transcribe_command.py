import json
import os
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from audit.cli import transcribe
from transcribe.problem import Problem
from transcribe.transcript import Transcript, Turn


@pytest.fixture(autouse=True)
def hearing(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Hear one turn in every file that is not called bad.*; returns the roles asked for."""
    asked: list[object] = []

    def hear(path: Path, *, channels: object, engine: object) -> Transcript:
        asked.append(channels)
        if path.stem == "bad":
            raise Problem("audio_empty", "the file is empty", where=path.name, mend="export again")
        return Transcript((Turn("agent", 1, 2, "您好", 0.9),), 60, "parrot", "00", 0.9)

    monkeypatch.setattr(transcribe, "load_engine", lambda *_: object())
    monkeypatch.setattr(transcribe, "transcribe_recording", hear)
    return asked


def files(folder: Path, *names: str) -> list[str]:
    for name in names:
        (folder / name).write_bytes(b"x")
        os.utime(folder / name, (1_772_417_700, 1_772_417_700))
    return [str(folder / name) for name in names]


def test_a_call_a_line_and_nothing_else_on_stdout(tmp_path: Path) -> None:
    result = CliRunner().invoke(transcribe.command, files(tmp_path, "a.wav", "b.wav"))
    assert result.exit_code == 0, result.stderr
    calls = [json.loads(line) for line in result.stdout.splitlines()]
    assert [call["call_id"] for call in calls] == ["a", "b"]
    assert calls[0]["turns"][0]["text"] == "您好"
    assert calls[0]["transcription"]["engine"] == "parrot"
    assert "channels" not in calls[0]
    started = datetime.fromisoformat(calls[0]["started_at"])
    assert started.tzinfo is not None
    assert started.timestamp() == 1_772_417_700 - 60  # the file was closed when the call ended
    assert "1/2 a.wav" in result.stderr


def test_a_bad_file_is_told_and_the_others_go_on(tmp_path: Path) -> None:
    result = CliRunner().invoke(transcribe.command, files(tmp_path, "bad.wav", "b.wav"))
    assert result.exit_code == 1
    assert [json.loads(line)["call_id"] for line in result.stdout.splitlines()] == ["b"]
    assert "error: bad.wav: the file is empty; export again" in result.stderr


def test_notes_beside_the_recordings_are_passed_over(tmp_path: Path) -> None:
    result = CliRunner().invoke(transcribe.command, files(tmp_path, "a.wav", "refs.tsv"))
    assert result.exit_code == 0, result.stderr
    assert [json.loads(line)["call_id"] for line in result.stdout.splitlines()] == ["a"]
    assert "refs.tsv passed over" in result.stderr


def test_roles_and_out(tmp_path: Path, hearing: list[object]) -> None:
    out = tmp_path / "calls" / "calls.jsonl"
    out.parent.mkdir()
    result = CliRunner().invoke(
        transcribe.command,
        [*files(tmp_path, "a.wav"), "--channels", "agent,customer", "--out", str(out)],
    )
    assert (result.exit_code, result.stdout) == (0, "")
    call = json.loads(out.read_text(encoding="utf-8"))
    assert call["channels"] == {"left": "agent", "right": "customer"} == hearing[0]
    assert (out.parent / call["audio"]).resolve() == tmp_path / "a.wav"


@pytest.mark.parametrize("value", ["agent", "agent,boss", "agent,customer,unknown"])
def test_wrong_roles_are_wrong_use(tmp_path: Path, value: str) -> None:
    result = CliRunner().invoke(
        transcribe.command, [*files(tmp_path, "a.wav"), "--channels", value]
    )
    assert result.exit_code == 2
