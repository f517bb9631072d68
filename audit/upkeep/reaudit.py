"""Checking all stored calls again with the present pack: `python -m audit.upkeep.reaudit`.

Both results stay, side by side; people see the newer one, with what they decided before. There is
no list of what was done: a transcript without an audit of this pack is still to do. So whatever
kills a worker costs its batch, a second run goes on where the first one was, and two cannot audit
one transcript twice (the audit's unique key).
"""

import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlalchemy import Select, exists, func, not_, select
from sqlalchemy.exc import IntegrityError

from audit.checked import Checked
from audit.config import load_settings
from audit.keeping import record, record_all
from audit.packs import open_pack
from audit.pipeline import check_all
from audit.places import store_of
from audit.progress import any_open
from audit.store import Audit, Call, Store, Transcript
from checks.rulepack import RulePack

# Of one transaction, of some tenths of a second: more would keep others from writing on SQLite.
BATCH = 200
YIELD_S = 2.0  # how long bulk work stands back while calls wait to be processed
_newest = (
    select(func.max(Transcript.id))
    .where(Transcript.call_id == Call.id)
    .correlate(Call)
    .scalar_subquery()
)


def left(store: Store, pack: RulePack) -> int:
    """How many calls are still to be checked with this pack."""
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(_to_do(pack).subquery())) or 0


def share(
    store: Store, pack: RulePack, part: int, parts: int, *, stand_back: bool = True
) -> Iterator[int]:
    """Check one share of what is left, the newest first; gives how many after each batch."""
    below = None
    while True:
        if stand_back:
            _wait_for_quiet(store)
        ids = _next(store, pack, part, parts, below)
        if not ids:
            return
        below = ids[-1]
        yield _batch(store, pack, ids)


def _next(store: Store, pack: RulePack, part: int, parts: int, below: int | None) -> Sequence[int]:
    """Behind the last one: what could not be checked must not come again for ever."""
    wanted = _to_do(pack).where(Transcript.id % parts == part)
    if below is not None:
        wanted = wanted.where(Transcript.id < below)
    with store.reading() as session:
        return session.scalars(wanted.order_by(Transcript.id.desc()).limit(BATCH)).all()


def _to_do(pack: RulePack) -> Select[int]:
    done = exists().where(Audit.transcript_id == Transcript.id, Audit.pack_rev == pack.digest)
    return (
        select(Transcript.id)
        .join(Call, Call.id == Transcript.call_id)
        .where(Call.status == "audited", Call.purged_at.is_(None))
        .where(Transcript.id == _newest, not_(done))
    )


def _batch(store: Store, pack: RulePack, ids: Sequence[int]) -> int:
    checked = check_all(store, ids, pack)
    try:
        with store.writing(alone=False) as session:
            record_all(session, checked)
    except IntegrityError:  # somebody else was faster with one of them: one by one
        return sum(_alone(store, pk, result) for pk, result in checked.items())
    return len(checked)


def _alone(store: Store, pk: int, result: Checked) -> int:
    try:
        with store.writing(alone=False) as session:
            record(session, pk, result)
    except IntegrityError:
        return 0
    return 1


def _wait_for_quiet(store: Store) -> None:
    """Live calls come first."""
    while _busy(store):
        time.sleep(YIELD_S)


def _busy(store: Store) -> bool:
    with store.reading() as session:
        return any_open(session)


def main(data: Path, part: int, parts: int, stand_back: bool) -> None:
    """One process of a re-audit; prints a number after each batch."""
    settings = load_settings(data=data)
    store, pack = store_of(settings), open_pack(settings.pack)
    for count in share(store, pack, part, parts, stand_back=stand_back):
        sys.stdout.write(f"{count}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4] == "stand-back")
