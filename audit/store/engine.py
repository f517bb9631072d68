"""Opening the database: pragmas, and the two kinds of session.

SQLite: WAL before anything else runs, writers begin IMMEDIATE (a reader that turns writer midway
fails at once with "locked", no timeout helps), synchronous=FULL (with NORMAL a power cut could
take back a commit whose checkpoint the job engine kept). Tried in design/jobs.md, section 6.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.orm import Session

BUSY_TIMEOUT_MS = 30_000


class Store:
    """The database of one process. Sessions are short: open, do one thing, leave."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._readers = engine.execution_options(read_only=True)
        self.dialect = engine.dialect.name
        """Which database this is: "sqlite" or "postgresql"."""

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction that holds the write lock from its start; commits unless it raises."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A consistent look that blocks nobody; writing in it is a mistake and is rolled back."""
        with Session(self._readers, expire_on_commit=False) as session:
            yield session


def open_store(url: str) -> Store:
    """Connect; the folder of an SQLite file is made. Does not create or change tables."""
    file = make_url(url).database
    if url.startswith("sqlite") and file and file != ":memory:":
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin)
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
