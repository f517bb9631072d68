"""A database server that crashes and recovers while calls are worked on."""

import os
import signal
import time
from pathlib import Path

import pytest
from machines import Work, assert_each_audited_once, until
from making import fields, write_jsonl
from sqlalchemy import func, select, text
from sqlalchemy.exc import OperationalError

from audit.intake.batch import run_batch
from audit.recordings import Recordings
from audit.store import Audit, Store

pytestmark = [pytest.mark.kill, pytest.mark.timeout(600)]
CALLS = 60


def crash(store: Store) -> None:
    """Kill one of the server's own processes: it drops every connection and recovers its log."""
    with store.engine.connect() as connection:
        backend = connection.scalar(text("SELECT pg_backend_pid()"))
    status = Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()
    server = int(status[1])
    for process in Path("/proc").iterdir():
        if not process.name.isdigit():
            continue
        try:
            parent = int((process / "stat").read_text().rpartition(")")[2].split()[1])
            name = (process / "cmdline").read_bytes()
        except OSError:
            continue
        if parent == server and b"checkpointer" in name:
            os.kill(int(process.name), signal.SIGKILL)
            return
    pytest.fail("the server has no checkpointer")


def audits(store: Store) -> int:
    """How many there are; 0 while the server is away."""
    try:
        with store.reading() as session:
            return session.scalar(select(func.count(Audit.id))) or 0
    except OperationalError:
        return 0


@pytest.mark.skipif(
    "CALLAUDIT_TEST_POSTGRES" not in os.environ, reason="a file has no server: make test-postgres"
)
def test_a_server_that_crashes_under_load_costs_no_call(
    store: Store, recordings: Recordings, work: Work, tmp_path: Path
) -> None:
    calls = [fields(f"C{n}") for n in range(CALLS)]
    list(run_batch(store, recordings, [str(write_jsonl(tmp_path / "calls.jsonl", calls))]))
    running = work("--workers", "2")
    for share in (0.1, 0.4, 0.7):
        until(lambda least=share * CALLS: audits(store) >= least)  # type: ignore[misc]
        crash(store)
        time.sleep(1)
        until(lambda: audits(store))
    until(lambda: audits(store) == CALLS, within_s=240)
    assert running.poll() is None
    running.terminate()
    running.wait(60)
    assert work("--until-empty").wait(300) == 0
    assert_each_audited_once(store, CALLS)
