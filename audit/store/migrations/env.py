"""Alembic's entry: runs the migrations on the store that audit/store/schema.py hands over."""

from typing import Literal

from alembic import context
from sqlalchemy import Connection

from audit.store import Base
from audit.store.base import UtcDateTime


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """The job engine keeps its checkpoints in the same file; `said` is no table of the models."""
    others = {"datasource_outputs", "dbos_datasource_migrations"}
    return not (kind == "table" and (name in others or str(name).startswith("said")))


def _render_item(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Migrations must not import the models, which change: a time is a plain time there."""
    return "sa.DateTime()" if kind == "type" and isinstance(item, UtcDateTime) else False


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        include_name=_is_ours,
        render_item=_render_item,
    )
    with context.begin_transaction():
        context.run_migrations()


with context.config.attributes["store"].engine.begin() as _connection:
    _run(_connection)
