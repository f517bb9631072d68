"""Calls whose recording lies at an address: ordered at once, fetched by a worker, tried again.

An order is a row, so nothing is lost when a worker dies over it: another takes it when the first
one's hold is over, and a call that was taken in before the row said so is found by its id.
"""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import IO, Any

from sqlalchemy import or_, select

from audit import journal
from audit.clock import now
from audit.intake.accept import Receipt, refuse, take_in
from audit.intake.download import FetchSettings, check_url, download, name_of, shown
from audit.intake.offer import Offer
from audit.recordings import Recordings
from audit.store import Call, FetchOrder, Store
from transcribe.problem import PassingProblem, Problem

BATCH = "fetch"
# The first wait, three times as long each time: with the last try a good day has passed.
FIRST_WAIT = timedelta(seconds=10)
TRIES = 10
_MARGIN = timedelta(minutes=1)  # of a hold, over what a download may take


@dataclass(frozen=True, slots=True)
class Fetched:
    """The downloaded file in the shape that intake reads."""

    file: Path

    @property
    def name(self) -> str:
        return self.file.name

    def open(self) -> IO[bytes]:
        return self.file.open("rb")


def order(
    store: Store, settings: FetchSettings | None, fields: Mapping[str, Any], url: str, by: str
) -> None:
    """Have a call's recording fetched; `fields` as for an upload.

    Problem `fetch_off`, `bad_url`, `host_not_allowed`, or `duplicate_call`.
    """
    if settings is None:
        raise Problem("fetch_off", "nothing is fetched by address here", mend="set section fetch")
    check_url(url, settings)
    call_id = fields["call_id"]
    with store.writing() as session:
        made = session.scalar(select(FetchOrder).where(FetchOrder.call_id == call_id))
        stored = session.scalar(select(Call.id).where(Call.call_id == call_id))
        if stored is not None or (made is not None and not made.outcome):
            raise Problem(
                "duplicate_call", f"call {call_id} is stored or on its way already",
                mend="leave it out",
            )  # fmt: skip
        made = made or FetchOrder(call_id=call_id)
        made.url, made.fields, made.by = url, dict(fields), by
        made.at, made.next_at, made.tries = now(), now(), 0
        made.outcome = made.message = ""
        session.add(made)
        session.flush()
        journal.append(session, by, "fetch ordered", order=made.id)


def find_order(store: Store, call_id: str) -> FetchOrder | None:
    with store.reading() as session:
        return session.scalar(select(FetchOrder).where(FetchOrder.call_id == call_id))


def waiting_orders(store: Store, limit: int) -> Sequence[FetchOrder]:
    """Those that are not settled, what was tried most often first."""
    open_ = select(FetchOrder).where(FetchOrder.outcome == "")
    with store.reading() as session:
        return session.scalars(
            open_.order_by(FetchOrder.tries.desc(), FetchOrder.id).limit(limit)
        ).all()


def fetch_due(store: Store, recordings: Recordings, settings: FetchSettings) -> int:
    """Fetch what is due, one after the other; how many were settled."""
    settled = 0
    while (made := _claim(store, settings)) is not None:
        settled += _fetch(store, recordings, settings, made)
    return settled


def _claim(store: Store, settings: FetchSettings) -> FetchOrder | None:
    free = or_(FetchOrder.held_until.is_(None), FetchOrder.held_until < now())
    with store.writing() as session:
        due = select(FetchOrder).where(FetchOrder.outcome == "", FetchOrder.next_at <= now(), free)
        made = session.scalar(due.order_by(FetchOrder.next_at, FetchOrder.id).limit(1))
        if made is not None:
            made.held_until = now() + timedelta(seconds=settings.timeout_s) + _MARGIN
            made.tries += 1
        return made


def _fetch(store: Store, recordings: Recordings, settings: FetchSettings, made: FetchOrder) -> bool:
    """Whether it is settled now."""
    if _stored(store, made.call_id):  # by a worker that died before it could say so
        return _settle(store, made, Receipt(made.url, "accepted", made.call_id))
    source = made.call_id
    try:
        check_url(made.url, settings)
        source = shown(made.url)
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / name_of(made.url)
            download(made.url, file, settings)
            receipt = take_in(store, recordings, Offer(made.fields, source, Fetched(file)), BATCH)
    except Problem as problem:
        if isinstance(problem, PassingProblem) and made.tries < TRIES:
            return _put_off(store, made, str(problem))
        receipt = refuse(store, problem, source, BATCH)
    return _settle(store, made, receipt)


def _stored(store: Store, call_id: str) -> bool:
    with store.reading() as session:
        return session.scalar(select(Call.id).where(Call.call_id == call_id)) is not None


def _put_off(store: Store, made: FetchOrder, message: str) -> bool:
    with store.writing() as session:
        kept = session.get_one(FetchOrder, made.id)
        kept.next_at = now() + FIRST_WAIT * 3 ** (made.tries - 1)
        kept.held_until, kept.message = None, message
    return False


def _settle(store: Store, made: FetchOrder, receipt: Receipt) -> bool:
    with store.writing() as session:
        kept = session.get_one(FetchOrder, made.id)
        kept.outcome, kept.message = receipt.outcome, receipt.message
        kept.url, kept.fields, kept.held_until = "", {}, None
    return True
