"""Watching a folder: what lies still is taken in once, what is being written waits."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from making import fields, write_jsonl, write_wav
from sqlalchemy import func, select

from audit.intake.dialler import IntakeSettings
from audit.intake.watch import Watch
from audit.recordings import Recordings
from audit.store import Call, IntakeEntry, Store


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture
def watch(store: Store, recordings: Recordings, inbox: Path) -> Watch:
    return Watch(store, recordings, [str(inbox)], IntakeSettings())


def names(store: Store) -> list[str]:
    with store.reading() as session:
        return sorted(session.scalars(select(Call.call_id)))


def test_a_file_is_taken_in_once_it_lies_still(store: Store, watch: Watch, inbox: Path) -> None:
    assert list(watch.look()) == []  # an empty folder is no mistake
    write_wav(inbox / "one.wav")
    assert list(watch.look()) == []
    assert [receipt.outcome for receipt in watch.look()] == ["accepted"]
    assert list(watch.look()) == []
    assert names(store) == ["one"]


def test_what_is_still_written_waits(store: Store, watch: Watch, inbox: Path) -> None:
    write_wav(inbox / "whole.wav", seconds=2)
    content = (inbox / "whole.wav").read_bytes()
    (inbox / "whole.wav").unlink()
    half = inbox / "half.wav"
    for end in (1000, 9000, len(content)):
        half.write_bytes(content[:end])
        assert list(watch.look()) == []
    assert [receipt.outcome for receipt in watch.look()] == ["accepted"]


def test_sidecars_and_tables_go_along(store: Store, watch: Watch, inbox: Path) -> None:
    write_wav(inbox / "two.wav", hertz=500)
    known = {key: value for key, value in fields("SIDE").items() if key != "turns"}
    (inbox / "two.json").write_text(json.dumps(known))
    write_jsonl(inbox / "calls.jsonl", [fields("TABLE")])
    list(watch.look())
    list(watch.look())
    assert names(store) == ["SIDE", "TABLE"]
    assert list(watch.look()) == []


def test_a_refused_file_is_told_once_and_a_restart_reads_nothing_twice(
    store: Store, recordings: Recordings, inbox: Path
) -> None:
    (inbox / "broken.wav").write_bytes(b"no sound")
    write_wav(inbox / "good.wav")
    for turn in range(2):
        watch = Watch(store, recordings, [str(inbox)], IntakeSettings())
        found = [*watch.look(), *watch.look()]
        assert sorted(r.outcome for r in found) == ([] if turn else ["accepted", "refused"])
    with store.reading() as session:
        assert session.scalar(select(func.count(IntakeEntry.id))) == 2


def test_the_command_watches_until_it_is_stopped(store: Store, inbox: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "audit", "watch", str(inbox), "--every", "0.2"]
    command += ["--data", str(tmp_path / "data")]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ.copy())
    write_wav(inbox / "live.wav")
    deadline = time.monotonic() + 30
    while not names(store) and time.monotonic() < deadline:
        time.sleep(0.1)
    running.send_signal(signal.SIGTERM)
    _out, told = running.communicate(timeout=10)
    assert running.returncode == 0
    assert names(store) == ["live"]
    assert "accepted" in told
