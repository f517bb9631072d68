"""How many calls the queue itself moves: turns come along, so that nothing is transcribed.

Real worker processes check each call with the present rules and store what they find. Counted is
from the first call that was finished to the last, without the start of the processes.
"""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlalchemy import select

from audit.benchmarks.stored import filled, talk
from audit.config import Settings
from audit.evaluation.tables import Table
from audit.intake.accept import take_in
from audit.intake.offer import Offer
from audit.places import recordings_of, store_of
from audit.store import Call, Store

WORKERS = (1, 2, 4, 8)
PER_WORKER = 25  # calls: some seconds at least, whatever the pace


def measure(settings: Settings, stored: int, workers: Sequence[int] = WORKERS) -> Table:
    """One row for each number of workers, beside so many calls that are stored already."""
    store = store_of(settings)
    head = f"{filled(store, stored)} stored calls on {store.dialect}"
    return Table((head, "calls/s", "CPU ms a call"), list(_rows(settings, store, workers)))


def _rows(settings: Settings, store: Store, workers: Sequence[int]) -> Iterator[tuple[str, ...]]:
    for count in workers:
        rate, cpu_ms = _round(settings, store, count)
        yield f"{count} workers", f"{rate:.1f}", f"{cpu_ms:.0f}"


def _round(settings: Settings, store: Store, workers: int) -> tuple[float, float]:
    """Calls a second, and processor milliseconds of all processes together for each call."""
    batch, number = uuid.uuid4().hex, PER_WORKER * workers
    recordings = recordings_of(settings)
    for at in range(number):
        take_in(store, recordings, Offer(talk(f"{batch}-{at}"), "benchmark"), batch)
    before = os.times()
    _work(settings.data, workers)
    after = os.times()
    spent = (after.children_user + after.children_system) - (
        before.children_user + before.children_system
    )
    with store.reading() as session:
        mine = Call.call_id.startswith(f"{batch}-")
        ended = select(Call.finished_at).where(mine, Call.status == "audited")
        times = [at for at in session.scalars(ended) if at is not None]
    if len(times) != number:
        message = f"{number - len(times)} of {number} calls were not audited"
        raise RuntimeError(message)
    return (number - 1) / (max(times) - min(times)).total_seconds(), 1000 * spent / number


def _work(data: Path, workers: int) -> None:
    command = [sys.executable, "-m", "audit", "work", "--until-empty", "--data", str(data)]
    subprocess.run(  # noqa: S603 - our own module
        [*command, "--workers", str(workers)], check=True, capture_output=True
    )
