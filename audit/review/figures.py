"""The few numbers that a monitor watches: how many calls stand where, and how long they wait."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import get_args

from sqlalchemy import exists, func, select

from audit.clock import now
from audit.progress import OPEN
from audit.store import Attempt, Call, CallStatus, Executor, Store
from audit.store.planning import rare

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Figures:
    """Calls by status (every status, also with 0), those unfinished, the oldest one's age (s).

    `finished` calls of the last hour with `sound_s` seconds of sound; `workers` that beat and those
    that fell `silent`; `recovered` are stages that a worker died in and another one finished.
    """

    calls: Mapping[CallStatus, int]
    waiting: int
    oldest_s: float
    finished: int
    sound_s: float
    workers: int
    silent: int
    recovered: int


def read_figures(store: Store, dead_s: float = 60) -> Figures:
    """`dead_s` is how old a worker's last beat may be."""
    with store.reading() as session:
        # Nearly all are audited: they are what the others leave of all.
        others = [status for status in get_args(CallStatus) if status != "audited"]
        by_status = select(Call.status, func.count()).where(Call.status.in_(others))
        counted = dict(session.execute(by_status.group_by(Call.status)).all())
        whole = session.scalar(select(func.count()).select_from(Call)) or 0
        waiting = rare(Call.status.in_(OPEN))
        oldest = session.scalar(select(func.min(Call.received_at)).where(waiting))
        done = Call.status == "audited"  # a filter and no condition: the time has the index
        sound = func.coalesce(func.sum(Call.duration_s).filter(done), 0.0)
        hour = select(func.count().filter(done), sound).where(Call.finished_at >= now() - _HOUR)
        finished, sound_s = session.execute(hour).one()
        beats = session.scalars(select(Executor.beat)).all()
        over = exists().where(Call.id == Attempt.call_id, Call.status == "audited")
        died = select(func.count(Attempt.id)).where(Attempt.ended_at.is_(None), over)
        recovered = session.scalar(died)
    calls = dict.fromkeys(get_args(CallStatus), 0) | counted
    calls["audited"] = whole - sum(counted.values())
    age = (now() - oldest).total_seconds() if oldest else 0.0
    alive = sum(beat >= now() - timedelta(seconds=dead_s) for beat in beats)
    return Figures(
        calls, sum(calls[status] for status in OPEN), age, finished, float(sound_s or 0),
        alive, len(beats) - alive, recovered or 0,
    )  # fmt: skip
