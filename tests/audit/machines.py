"""Real worker processes for tests, ten times as quick in noticing as in production."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from making import fields, write_jsonl, write_wav
from sqlalchemy import func, select
from standin import ROOT, use_standin_engine

from audit import journal
from audit.intake.batch import run_batch
from audit.recordings import Recordings
from audit.store import Attempt, Audit, Call, Executor, Store, Transcript

# The lease numbers, ten times as quick as in production.
QUICK = {
    "BEAT_S": "0.5",
    "DEAD_S": "6",
    "SWEEP_S": "1",
    "RECONCILE_S": "2",
    "RETRY_S": "0.1",
    "DRAIN_S": "1",
    "PUT_BACK_S": "1",
}

Work = Callable[..., "subprocess.Popen[bytes]"]


@contextlib.contextmanager
def workers(tmp_path: Path) -> Iterator[Work]:
    """Starts `work` in its own process group; whatever is left of it is killed at the end."""
    site = tmp_path / "site"
    site.mkdir()
    quick = {f"CALLAUDIT_{name}": value for name, value in QUICK.items()}
    one = {"CALLAUDIT_ENGINE": "stand-in", "CALLAUDIT_WORKERS": "1"}
    chosen = one | {"PYTHONPATH": use_standin_engine(site)}
    started: list[subprocess.Popen[bytes]] = []

    def start(*options: str) -> "subprocess.Popen[bytes]":
        command = [
            sys.executable,
            "-m",
            "audit",
            "work",
            *options,
            "--data",
            str(tmp_path / "data"),
        ]
        process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | quick | chosen, start_new_session=True
        )
        started.append(process)
        return process

    yield start
    for process in started:
        kill_group(process)


def kill_group(process: "subprocess.Popen[bytes]") -> None:
    """Everything of this `work` at once, as when a machine loses power."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def take_in(store: Store, recordings: Recordings, folder: Path, *seconds: float) -> None:
    """One recording for each length, plus one call with turns only."""
    files = [write_wav(folder / f"r{n}.wav", s, 300 + 50 * n) for n, s in enumerate(seconds)]
    files.append(write_jsonl(folder / "calls.jsonl", [fields()]))
    receipts = list(run_batch(store, recordings, [str(file) for file in files]))
    assert {receipt.outcome for receipt in receipts} == {"accepted"}


def until(found: Callable[[], object], within_s: float = 150) -> None:
    deadline = time.monotonic() + within_s
    while not found():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)


def with_a_call_in_hand(store: Store, killed: Collection[int] = ()) -> list[int]:
    """Worker processes in the middle of a recording."""
    with store.reading() as session:
        return list(
            session.scalars(
                select(Executor.pid)
                .join(Attempt, Attempt.executor_id == Executor.id)
                .where(Attempt.ended_at.is_(None), Attempt.stage == "transcribe")
                .where(Executor.pid.not_in(killed))
            )
        )


def assert_each_audited_once(store: Store, calls: int) -> None:
    with store.reading() as session:
        assert session.scalars(select(Call.status)).all() == ["audited"] * calls
        for table in (Audit, Transcript):
            per_call = select(table.call_id, func.count()).group_by(table.call_id)
            once = dict.fromkeys(range(1, calls + 1), 1)
            assert dict(session.execute(per_call).all()) == once
        assert journal.first_broken(session) is None
