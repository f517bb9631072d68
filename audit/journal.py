"""The journal 稽核日志: who did what, as a chain in which every row seals the one before.

A changed, removed or inserted row breaks every hash after it. Ids and outcomes go in; text of
calls, names of debtors and telephone numbers never do.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from audit.clock import now
from audit.store.journal import JournalEntry

START = "0" * 64
_LOCK = 0x6A6F75726E616C  # "journal": names the lock among others of the database
# A thousand at a time: the journal of years does not fit into memory.
_entries = select(JournalEntry).order_by(JournalEntry.id).execution_options(yield_per=1000)


def append(session: Session, who: str, what: str, **about: object) -> None:
    """Add one entry in the caller's transaction (a writing one: it must hold the write lock)."""
    append_all(session, who, what, [about])


def append_all(
    session: Session, who: str, what: str, entries: Sequence[Mapping[str, object]]
) -> None:
    """The same for several of a kind, in order."""
    if not entries:
        return
    if session.get_bind().dialect.name == "postgresql":
        # SQLite's writers are one at a time anyway; here the chain's end is locked until commit.
        session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    newest = select(JournalEntry.hash).order_by(JournalEntry.id.desc()).limit(1)
    previous = session.scalar(newest) or START
    for about in entries:
        body = _canonical({"at": now().isoformat(), "who": who, "what": what, "about": about})
        entry = JournalEntry(prev_hash=previous, body=body, hash=_seal(previous, body))
        session.add(entry)
        previous = entry.hash
    session.flush()


def first_broken(session: Session) -> int | None:
    """The id of the first entry that does not continue the chain, None when all is whole.

    Entries cut off at the end leave a whole chain: compare the newest hash with one kept outside.
    """
    previous = START
    with closing(session.scalars(_entries)) as entries:
        for entry in entries:
            if entry.prev_hash != previous or entry.hash != _seal(previous, entry.body):
                return entry.id
            previous = entry.hash
    return None


@dataclass(frozen=True, slots=True)
class Told:
    """One entry as people read it; `at` in UTC."""

    id: int
    at: datetime
    who: str
    what: str
    about: Mapping[str, Any]
    hash: str


def latest(
    session: Session, *, who: str = "", what: str = "", before: int = 0, limit: int = 100
) -> Sequence[Told]:
    """Entries, the newest first, those before `before` where it is given.

    `who` and `what` are whole; the body is canonical, so that each stands in it in one way.
    """
    wanted = select(JournalEntry)
    for name, value in (("who", who), ("what", what)):
        if value:
            told = f'"{name}":{json.dumps(value, ensure_ascii=False)}'
            wanted = wanted.where(JournalEntry.body.contains(told, autoescape=True))
    if before:
        wanted = wanted.where(JournalEntry.id < before)
    entries = session.scalars(wanted.order_by(JournalEntry.id.desc()).limit(limit))
    return [_told(entry) for entry in entries]


def after(session: Session, last: int, limit: int) -> Sequence[Told]:
    """The entries behind `last`, the oldest first."""
    wanted = select(JournalEntry).where(JournalEntry.id > last).order_by(JournalEntry.id)
    return [_told(entry) for entry in session.scalars(wanted.limit(limit))]


def _told(entry: JournalEntry) -> Told:
    body = json.loads(entry.body)
    at = datetime.fromisoformat(body["at"])
    return Told(entry.id, at, body["who"], body["what"], body["about"], entry.hash)


def count(session: Session) -> int:
    """How many entries there are."""
    return session.scalar(select(func.count()).select_from(JournalEntry)) or 0


def knows(session: Session, seal: str) -> bool:
    """Whether an entry is about an evidence package with this seal."""
    told = f'"seal":"{seal}"'
    return (
        session.scalar(select(JournalEntry.id).where(JournalEntry.body.contains(told))) is not None
    )


def _canonical(body: Mapping[str, object]) -> str:
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _seal(previous: str, body: str) -> str:
    return hashlib.sha256(f"{previous}{body}".encode()).hexdigest()
