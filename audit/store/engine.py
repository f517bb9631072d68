"""Opening the database: pragmas, and the two kinds of session.

PostgreSQL: readers see one moment (REPEATABLE READ, read only); a connection that a restart of the
server cut is noticed before it is used.

SQLite: WAL before anything else runs, writers begin IMMEDIATE (a reader that turns writer midway
fails at once with "locked", no timeout helps), synchronous=FULL (with NORMAL a power cut could
take back a commit whose checkpoint the job engine kept). Tried in design/jobs.md, section 6.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, func, make_url, select
from sqlalchemy.orm import Session

from audit.sealing.fields import use_keys
from audit.sealing.keys import KeyRing

BUSY_TIMEOUT_MS = 30_000
_WRITER = 0x777269746572  # "writer": names the lock among others of the database
_READING: Mapping[str, Mapping[str, Any]] = {
    "sqlite": {"read_only": True},
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
}


class Store:
    """The database of one process. Sessions are short: open, do one thing, leave."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.dialect = engine.dialect.name
        self._readers = engine.execution_options(**_READING[self.dialect])
        """Which database this is: "sqlite" or "postgresql"."""

    @contextmanager
    def writing(self, *, alone: bool = True) -> Iterator[Session]:
        """One transaction; commits unless it raises.

        It holds the write lock from its start, so that what was read is still so when it is
        written. On PostgreSQL `alone=False` leaves that out, for workers' many short writes, which
        unique keys guard; SQLite has one writer anyway.
        """
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            if alone and self.dialect == "postgresql":
                session.execute(select(func.pg_advisory_xact_lock(_WRITER)))
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A consistent look that blocks nobody; writing in it is a mistake and is rolled back."""
        with Session(self._readers, expire_on_commit=False) as session:
            yield session


def open_store(url: str, ring: KeyRing | None = None) -> Store:
    """Connect; the folder of an SQLite file is made. Does not create or change tables.

    With `ring` what was said is sealed with its newest key (audit/sealing/fields.py).
    """
    file = make_url(url).database
    if url.startswith("sqlite") and file and file != ":memory:":
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin)
    use_keys(engine, ring)
    return Store(engine)


def _set_pragmas(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin by itself; _begin does
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    read_only = connection.get_execution_options().get("read_only", False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
