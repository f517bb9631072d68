"""Which received calls go into the queue next: the urgent first, no client above its share."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from audit.clients import terms_of
from audit.clock import now
from audit.store import Call
from audit.store.planning import rare


class Next(NamedTuple):
    """A call that may be queued now."""

    call_pk: int
    try_no: int
    priority: int


def next_calls(session: Session, most: int) -> Sequence[Next]:
    """By priority, then the older first.

    A client with a share has at most so many calls queued or in work; its others stay received, so
    that a back-fill of a year does not stand before everybody else's calls of today.
    """
    room = _room(session)
    full = [client for client, left in room.items() if left <= 0]
    rows = session.execute(
        select(Call.id, Call.try_no, Call.priority, Call.client)
        .where(rare(Call.status == "received"), Call.client.not_in(full))
        .where(or_(Call.wait_until.is_(None), Call.wait_until <= now()))
        .order_by(Call.priority, Call.started_at, Call.id)
        .limit(most)
    )
    chosen = []
    for call_pk, try_no, priority, client in rows:
        if client in room:
            room[client] -= 1
            if room[client] < 0:
                continue
        chosen.append(Next(call_pk, try_no, priority))
    return chosen


def _room(session: Session) -> dict[str, int]:
    """How many more calls of each client with a share may be queued."""
    room = {t.client: t.at_once for t in terms_of(session).values() if t.at_once is not None}
    if room:
        busy = select(Call.client, func.count()).where(
            rare(Call.status.in_(("queued", "processing"))), Call.client.in_(room)
        )
        for client, count in session.execute(busy.group_by(Call.client)):
            room[client] -= count
    return room
