"""Being here puts this folder on the import path, for the modules that several folders share.

CALLAUDIT_TEST_POSTGRES=1 (make test-postgres) runs the tests on a real PostgreSQL server.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from postgres import new_database, server
from sqlalchemy import make_url

from audit.store import open_store
from audit.store.schema import prepare


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path], str]]:
    """Gives the address of a migrated database without rows, by the test's folder."""
    if os.environ.get("CALLAUDIT_TEST_POSTGRES"):
        with server(tmp_path_factory.mktemp("postgres")) as running:
            template = new_database(running)
            _migrate(template)
            name = make_url(template).database or ""
            yield lambda _folder: new_database(running, name)
        return
    file = tmp_path_factory.mktemp("migrated") / "app.db"
    _migrate(f"sqlite:///{file}")

    def copy(folder: Path) -> str:
        shutil.copy(file, folder / "app.db")
        return f"sqlite:///{folder}/app.db"

    yield copy


def _migrate(address: str) -> None:
    opened = open_store(address)
    prepare(opened)
    opened.engine.dispose()  # the last connection moves the write-ahead log into the file
