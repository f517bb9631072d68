"""The few numbers that a monitor watches: how many calls stand where, and how long they wait."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from sqlalchemy import func, select

from audit.clock import now
from audit.progress import OPEN
from audit.store import Call, CallStatus, Store


@dataclass(frozen=True, slots=True)
class Figures:
    """Calls by status (every status, also with 0), those unfinished, the oldest one's age (s)."""

    calls: Mapping[CallStatus, int]
    waiting: int
    oldest_s: float


def read_figures(store: Store) -> Figures:
    with store.reading() as session:
        by_status = select(Call.status, func.count()).group_by(Call.status)
        counted = session.execute(by_status).all()
        oldest = session.scalar(select(func.min(Call.received_at)).where(Call.status.in_(OPEN)))
    calls = dict.fromkeys(get_args(CallStatus), 0) | dict(counted)
    age = (now() - oldest).total_seconds() if oldest else 0.0
    return Figures(calls, sum(calls[status] for status in OPEN), age)
