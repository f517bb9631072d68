"""Counting how often a call killed its worker, so that it stops doing so."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select
from sqlalchemy.orm import Session

from audit.clock import now
from audit.progress import OPEN
from audit.store import Attempt, Call, Store
from transcribe.problem import Problem

MOST_DEATHS = 3  # design/jobs.md, section 6
_DOING = {"transcribe": "transcribing", "check": "checking"}


@contextmanager
def attempt(
    store: Store, call_pk: int, stage: str, try_no: int, executor_id: str
) -> Iterator[None]:
    """One start of a stage; a worker that dies inside leaves it open for the next one to count.

    Raises Problem `worker_died` after three deaths.
    """
    with store.writing(alone=False) as session:
        _refuse_killer(session, call_pk, stage, try_no)
        call = session.get_one(Call, call_pk)
        if call.status in OPEN:  # a replay after the commit must not open an audited call again
            call.status, call.stage = "processing", stage
        begun = Attempt(
            call_id=call_pk,
            stage=stage,
            try_no=try_no,
            executor_id=executor_id,
            host=socket.gethostname(),
            started_at=now(),
        )
        session.add(begun)
    try:
        yield
    finally:
        with store.writing(alone=False) as session:
            session.get_one(Attempt, begun.id).ended_at = now()


def _refuse_killer(session: Session, call_pk: int, stage: str, try_no: int) -> None:
    hosts = session.scalars(
        select(Attempt.host)
        .where(Attempt.call_id == call_pk, Attempt.stage == stage, Attempt.try_no == try_no)
        .where(Attempt.ended_at.is_(None))
        .order_by(Attempt.id)
    ).all()
    if len(hosts) >= MOST_DEATHS:
        raise Problem(
            "worker_died",
            f"the worker died {len(hosts)} times while {_DOING[stage]} it, last on {hosts[-1]}",
            mend="look at the recording and at that machine's memory, then retry the call",
        )
