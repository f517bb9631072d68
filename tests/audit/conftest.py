"""A fresh database for every test, copied from one that was migrated once."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from audit.recordings import Recordings
from audit.store import Store, open_store
from audit.store.schema import prepare


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("migrated") / "app.db"
    opened = open_store(f"sqlite:///{file}")
    prepare(opened)
    opened.engine.dispose()  # the last connection moves the write-ahead log into the file
    return file


@pytest.fixture
def store(tmp_path: Path, migrated: Path) -> Iterator[Store]:
    (tmp_path / "data").mkdir()
    shutil.copy(migrated, tmp_path / "data/app.db")
    opened = open_store(f"sqlite:///{tmp_path}/data/app.db")
    yield opened
    opened.engine.dispose()


@pytest.fixture
def recordings(tmp_path: Path) -> Recordings:
    return Recordings(str(tmp_path / "data/recordings"))
