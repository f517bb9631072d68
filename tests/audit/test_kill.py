"""Real worker processes, really killed: nothing lost, nothing audited twice."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import pytest
from making import fields, write_jsonl, write_wav
from sqlalchemy import func, select
from standin import (
    CRASHES_S,
    EATS_MEMORY_S,
    HANGS_S,
    IS_KILLED_S,
    KILLS_WORKER_S,
    ROOT,
    use_standin_engine,
)

from audit import journal
from audit.intake.batch import run_batch
from audit.recordings import Recordings
from audit.store import Attempt, Audit, Call, Executor, Store, Transcript

pytestmark = [pytest.mark.kill, pytest.mark.timeout(600)]

# The lease numbers, ten times as quick as in production.
QUICK = {
    "BEAT_S": "0.5",
    "DEAD_S": "6",
    "SWEEP_S": "1",
    "RECONCILE_S": "2",
    "RETRY_S": "0.1",
    "DRAIN_S": "1",
}

Work = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Work]:
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


def test_killed_mid_call_nothing_is_lost_or_done_twice(
    store: Store, recordings: Recordings, work: Work, tmp_path: Path
) -> None:
    take_in(store, recordings, tmp_path, 2, 3, 2)
    gone = work()
    until(lambda: with_a_call_in_hand(store))
    first = with_a_call_in_hand(store)
    kill_group(gone)  # the whole machine: nobody is left to tell
    with store.reading() as session:
        assert session.scalar(select(func.count()).where(Call.status == "processing")) == 1

    second = work("--until-empty", "--workers", "2")
    until(lambda: with_a_call_in_hand(store, first))
    os.kill(with_a_call_in_hand(store, first)[0], signal.SIGKILL)  # its supervisor replaces it
    assert second.wait(300) == 0
    assert_each_audited_once(store, 4)
    assert len(store_deaths(store)) == 2, "both kills hit a call in the middle"


def store_deaths(store: Store) -> list[int]:
    with store.reading() as session:
        return list(session.scalars(select(Attempt.call_id).where(Attempt.ended_at.is_(None))))


def test_poisons_are_parked_each_with_its_reason_and_their_neighbours_finish(
    store: Store,
    recordings: Recordings,
    work: Work,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CALLAUDIT_TRANSCRIBE_TIMEOUT_S", "30")
    monkeypatch.setenv("CALLAUDIT_TRANSCRIBE_TIMEOUT_PER_S", "0")
    monkeypatch.setenv("CALLAUDIT_TRANSCRIBE_MEMORY_MB", "1500")
    told = {
        CRASHES_S: ("hearing_failed", "SIGSEGV"),
        KILLS_WORKER_S: ("worker_died", "died 3 times while transcribing"),
        EATS_MEMORY_S: ("hearing_failed", "there was not enough memory"),
        IS_KILLED_S: ("hearing_failed", "SIGKILL; perhaps there was not enough memory"),
        HANGS_S: ("hearing_hangs", "longer than 30 s"),
    }
    take_in(store, recordings, tmp_path, 0.2, *told, 0.3)
    assert work("--until-empty").wait(400) == 0
    with store.reading() as session:
        calls = {call.call_id: call for call in session.scalars(select(Call))}
        audits = session.scalar(select(func.count(Audit.id)))
    parked = [calls.pop(f"r{number}") for number in range(1, 6)]
    assert {call.status for call in parked} == {"parked"}
    for call, (code, sentence) in zip(parked, told.values(), strict=True):
        assert call.error_code == code
        assert sentence in call.error
    assert {call.status for call in calls.values()} == {"audited"}
    assert audits == len(calls) == 3


def test_a_stopped_worker_hands_its_call_over_at_once(
    store: Store, recordings: Recordings, work: Work, tmp_path: Path
) -> None:
    take_in(store, recordings, tmp_path, 6)  # longer than a stopping worker waits
    first = work()
    until(lambda: with_a_call_in_hand(store))
    first.send_signal(signal.SIGTERM)
    assert first.wait(60) == 0
    assert store_deaths(store) == [], "stopping is no death"
    assert work("--until-empty").wait(300) == 0
    assert_each_audited_once(store, 2)
