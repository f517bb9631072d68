"""Bringing a database to this program's tables."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from audit.store.engine import Store
from transcribe.problem import Problem


def upgrade(store: Store) -> None:
    """Apply the migrations that are missing; does nothing where none is."""
    if current(store) != head():
        command.upgrade(_config(store), "head")


def prepare(store: Store) -> None:
    """Make the tables of a fresh database; refuse one that an older program made.

    Changing tables that hold data is the operator's decision: Problem `schema_behind`.
    """
    found = current(store)
    if found is None:
        upgrade(store)
    elif found != head():
        raise Problem(
            "schema_behind",
            f"the database has tables of revision {found}, not {head()}",
            where=str(store.engine.url.database),
            mend="back it up, then run `callaudit migrate`",
        )


def current(store: Store) -> str | None:
    """The database's revision, None for an empty one."""
    with store.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def head() -> str | None:
    """The newest revision that this program knows."""
    return ScriptDirectory.from_config(_config(None)).get_current_head()


def _config(store: Store | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["store"] = store
    return config
