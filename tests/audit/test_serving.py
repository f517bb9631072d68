"""Serving: started, answering, stopped; and the demo that stays away from other data."""

import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner

from audit.cli.demo import command
from audit.config import Settings
from audit.serving import serving
from audit.store import Store
from transcribe.problem import Problem

ROOT = Path(__file__).parents[2]


def ask(address: str, path: str) -> int:
    try:
        with urllib.request.urlopen(address + path, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


def test_it_answers_while_it_lasts(store: Store, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data")
    with serving(settings, store, "127.0.0.1", 0, worker=False) as address:
        assert ask(address, "/healthz") == 200
        assert ask(address, "/api/v1/calls") == 401
        taken = int(address.rpartition(":")[2])
        with (
            pytest.raises(Problem, match=f"port {taken}"),
            serving(settings, store, "127.0.0.1", taken, worker=False),
        ):
            pass
    with pytest.raises(urllib.error.URLError):
        ask(address, "/healthz")


def started(*arguments: str) -> "subprocess.Popen[str]":
    environment = os.environ | {"OMP_NUM_THREADS": "1", "CALLAUDIT_WORKERS": "2"}
    return subprocess.Popen(
        [sys.executable, "-m", "audit", *arguments],
        cwd=ROOT,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_server_and_workers(tmp_path: Path, number: signal.Signals) -> None:
    with started("serve", "--port", "0", "--data", str(tmp_path / "data")) as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert found, line
        assert ask(found.group(), "/readyz") == 200
        children = _children(process.pid)
        process.send_signal(number)
        assert process.wait(timeout=60) == 0
    assert len(children) == 2
    assert [pid for pid in children if Path(f"/proc/{pid}").exists()] == []


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in listed.split()]


def test_the_demo_keeps_away_from_other_data(tmp_path: Path) -> None:
    (tmp_path / "app.db").write_text("somebody's data")
    result = CliRunner().invoke(command, ["--data", str(tmp_path)])
    assert isinstance(result.exception, Problem)
    assert result.exception.code == "not_demo_data"
    assert (tmp_path / "app.db").read_text() == "somebody's data"
