"""Sealing everything that is stored with the newest key, whatever it was sealed with before.

A row or file at a time and by what it is itself: stopped anywhere, the next run goes on. It begins
encryption on a folder that lay open, too.
"""

import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, String, cast, func, not_, select, text, update

from audit import journal
from audit.config import Settings
from audit.places import keys_of, recordings_of
from audit.sealing.fields import MARK, SealedBytes
from audit.store import (
    Alert,
    Audit,
    Call,
    Fact,
    Finding,
    Recording,
    Store,
    Transcript,
    TurnVectors,
)
from audit.store.said import remember
from transcribe.problem import Problem

FIELDS: tuple[Any, ...] = (
    Transcript.turns,
    Audit.result,
    Finding.quotes,
    Alert.quotes,
    Fact.values,
    Call.metadata_json,
    TurnVectors.content,
)
_PAGE = 200


def rotate(settings: Settings, store: Store) -> Mapping[str, int]:
    """How many recordings, rows and calls' words were sealed anew. Problem `no_keys`, `no_key`."""
    ring = keys_of(settings)
    if ring is None:
        raise Problem("no_keys", "no key is set", mend="set key_file; `callaudit keys new`")
    counts: Counter[str] = Counter()
    counts["recordings"] = sum(_recordings(settings, store, ring.newest))
    for field in FIELDS:
        counts["rows"] += sum(_rows(store, field, f"{MARK}{ring.newest}:"))
    counts["searched"] = sum(_words(store))
    shutil.rmtree(settings.data / "media", ignore_errors=True)  # made again when they are heard
    with store.writing() as session:
        journal.append(session, "command line", "sealed anew", key=ring.newest, **counts)
    _sweep(store)
    return counts


def open_rows(store: Store, mark: str) -> int:
    """How many rows are not sealed so."""
    with store.reading() as session:
        return sum(
            session.scalar(select(func.count()).where(_other(field, mark))) or 0 for field in FIELDS
        )


def _recordings(settings: Settings, store: Store, newest: str) -> Iterator[bool]:
    recordings = recordings_of(settings)
    with store.reading() as session:
        uris = session.scalars(select(Recording.uri).order_by(Recording.id)).all()
    for uri in uris:
        if recordings.sealed_with(uri) != newest:
            recordings.seal_again(uri)
            yield True


def _rows(store: Store, field: Any, mark: str) -> Iterator[int]:
    table, last = field.class_, 0
    while True:
        with store.writing() as session:
            wanted = select(table.id, field).where(_other(field, mark), table.id > last)
            page = session.execute(wanted.order_by(table.id).limit(_PAGE)).all()
            for key, content in page:
                again = update(table).where(table.id == key).values({field.key: content})
                session.execute(again.execution_options(synchronize_session=False))
        if not page:
            return
        last = page[-1][0]
        yield len(page)


def _other(field: Any, mark: str) -> ColumnElement[bool]:
    """Whether it is open, or sealed with another key."""
    if isinstance(field.type, SealedBytes):
        return func.substr(cast(field, field.type.impl), 1, len(mark)) != mark.encode()
    return not_(cast(field, String).startswith(f'"{mark}', autoescape=True))


def _words(store: Store) -> Iterator[int]:
    """The words of every call's newest transcript, as the newest key codes them."""
    last = 0
    while True:
        with store.writing() as session:
            call = Transcript.call_id
            newest = select(call, func.max(Transcript.id)).where(call > last).group_by(call)
            page = session.execute(newest.order_by(call).limit(_PAGE)).all()
            for pk, transcript in page:
                remember(session.connection(), pk, session.get_one(Transcript, transcript).turns)
        if not page:
            return
        last = page[-1][0]
        yield len(page)


def _sweep(store: Store) -> None:
    """What was written over must not lie on in pages that nothing uses."""
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if store.dialect == "sqlite":
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("INSERT INTO said (said) VALUES ('optimize')")
            connection.exec_driver_sql("VACUUM")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            connection.execute(text("VACUUM"))
