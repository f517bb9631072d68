"""Figures of each day; the days of all calls that are there already are to be counted."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision: str | None = "0010"

_KNOWN = {
    "sqlite": "INSERT INTO day_mark (day) SELECT DISTINCT date(started_at, '+8 hours') FROM call"
    " WHERE started_at IS NOT NULL",
    "postgresql": "INSERT INTO day_mark (day) SELECT DISTINCT"
    " CAST(started_at + interval '8 hours' AS date) FROM call WHERE started_at IS NOT NULL",
}


def upgrade() -> None:
    op.create_table(
        "day_summary",
        sa.Column("day", sa.Date(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("client", "agency", "team")),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("day", "client", "agency", "team", name="pk_day_summary"),
    )
    op.create_table(
        "day_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_day_mark"),
    )
    op.execute(_KNOWN[op.get_bind().dialect.name])
