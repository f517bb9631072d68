"""Full-text search, what nobody can decide, quick lists by client and team, claims and views."""

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
    _claim()
    _saved_view()
    _fill_said()
    _fill_undecided()


def _claim() -> None:
    op.create_table(
        "claim",
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name="fk_claim_call_id_call"),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_claim_user_id_user"),
        sa.PrimaryKeyConstraint("call_id", name="pk_claim"),
    )


def _saved_view() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_saved_view_user_id_user"),
        sa.PrimaryKeyConstraint("id", name="pk_saved_view"),
        sa.UniqueConstraint("user_id", "name", name="uq_saved_view_user_id_name"),
    )


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
