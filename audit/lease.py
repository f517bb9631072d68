"""Who is alive: every worker beats, and one that stopped beating loses its calls.

All machines read and write the same database; their clocks are taken to agree within a fraction
of the dead time.
"""

import os
import socket
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update

from audit.clock import now
from audit.store import Attempt, Executor, Store

_silence = update(Executor).values(beat=datetime(2000, 1, 1, tzinfo=UTC))


def new_id() -> str:
    """A name that no worker ever had: a shared one would let a restart rob a living worker."""
    return f"{socket.gethostname()}-{os.getpid()}-{uuid.uuid4().hex}"


def beat(store: Store, executor_id: str) -> None:
    """Say that this process lives."""
    with store.writing(alone=False) as session:
        session.merge(
            Executor(id=executor_id, host=socket.gethostname(), pid=os.getpid(), beat=now())
        )


def leave(store: Store, executor_id: str) -> None:
    """Hand everything back at once: this worker stopped of its own will and did not die."""
    with store.writing(alone=False) as session:
        mine = Attempt.executor_id == executor_id
        unfinished = update(Attempt).where(mine, Attempt.ended_at.is_(None))
        session.execute(unfinished.values(ended_at=now()))
        session.execute(_silence.where(Executor.id == executor_id))


def declare_dead(store: Store, pid: int) -> None:
    """The supervisor saw this process of its own machine end: no need to wait for the dead time."""
    with store.writing(alone=False) as session:
        here = Executor.host == socket.gethostname()
        session.execute(_silence.where(here, Executor.pid == pid))


def dead(store: Store, dead_s: float) -> Sequence[str]:
    """Workers without a beat for `dead_s` seconds."""
    with store.reading() as session:
        silent = select(Executor.id).where(Executor.beat < now() - timedelta(seconds=dead_s))
        return session.scalars(silent).all()


def forget(store: Store, executor_id: str) -> None:
    """Remove a dead worker, once nothing is pending with it."""
    with store.writing(alone=False) as session:
        gone = session.get(Executor, executor_id)
        if gone is not None:
            session.delete(gone)


def known(store: Store) -> set[str]:
    with store.reading() as session:
        return set(session.scalars(select(Executor.id)))
