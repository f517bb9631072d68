"""A fresh database for every test, copied from one that was migrated once."""

from collections.abc import Callable, Iterator
from pathlib import Path

import handmade
import pytest
from machines import Work, workers
from sqlalchemy import select

from audit.recordings import Recordings
from audit.store import Store, User, open_store


@pytest.fixture
def store(
    tmp_path: Path, fresh: Callable[[Path], str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Store]:
    (tmp_path / "data").mkdir()
    address = fresh(tmp_path / "data")
    if not address.startswith("sqlite"):  # commands find it as an owner would tell them
        monkeypatch.setenv("CALLAUDIT_DATABASE", address)
        monkeypatch.setenv("CALLAUDIT_JOBS_DATABASE", address)
    opened = open_store(address)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def people(store: Store) -> dict[str, User]:
    """One person of each kind, by name."""
    handmade.people(store)
    with store.reading() as session:
        return {user.name: user for user in session.scalars(select(User))}


@pytest.fixture
def recordings(tmp_path: Path) -> Recordings:
    return Recordings(str(tmp_path / "data/recordings"))


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Work]:
    """Starts `work` in its own process group; whatever is left of it is killed at the end."""
    with workers(tmp_path) as start:
        yield start
