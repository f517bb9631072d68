"""Full-text search, what nobody can decide, and quick lists by client, agency and team."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

from audit.store.said import remember

revision = "0006"
down_revision: str | None = "0005"


def upgrade() -> None:
    kind = op.get_bind().dialect.name
    if kind == "sqlite":
        op.execute("CREATE VIRTUAL TABLE said USING fts5 (words, detail = none, prefix = '1 2')")
    else:
        op.execute("CREATE TABLE said (call_id INTEGER PRIMARY KEY, words tsvector NOT NULL)")
        op.execute("CREATE INDEX ix_said_words ON said USING gin (words)")
    op.execute("ALTER TABLE audit ADD COLUMN undecided VARCHAR NOT NULL DEFAULT ','")
    for name in ("client", "agency", "team", "called_party"):
        op.create_index(f"ix_call_{name}_risk", "call", [name, "risk"])
    _fill_said()
    _fill_undecided()


def _fill_said() -> None:
    """The newest transcript of every call that is stored already."""
    bind = op.get_bind()
    newest = "SELECT max(id) FROM transcript GROUP BY call_id"
    for row in bind.execute(sa.text(newest)).scalars().all():
        found = sa.text("SELECT call_id, turns FROM transcript WHERE id = :id")
        call_id, turns = bind.execute(found, {"id": row}).one()
        remember(bind, call_id, _read(turns))


def _fill_undecided() -> None:
    bind = op.get_bind()
    change = sa.text("UPDATE audit SET undecided = :rules WHERE id = :id")
    for row in bind.execute(sa.text("SELECT id FROM audit")).scalars().all():
        found = sa.text("SELECT result FROM audit WHERE id = :id")
        judgments = _read(bind.execute(found, {"id": row}).scalar_one()).get("judgments", ())
        open_ = [j for j in judgments if j["outcome"] == "undecided" and not j.get("doubtful")]
        rules = "".join(f",{judgment['rule']}" for judgment in open_)
        bind.execute(change, {"id": row, "rules": f"{rules},"})


def _read(stored: Any) -> Any:
    """SQLite keeps JSON as text."""
    return json.loads(stored) if isinstance(stored, str) else stored
