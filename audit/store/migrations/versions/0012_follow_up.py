"""Rectifications with their steps; reports that are made by themselves; good calls."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision: str | None = "0011"


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}_{other}")


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _words(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def upgrade() -> None:
    _rectifications()
    _schedules()
    op.create_table(
        "exemplar",
        _number("call_id"),
        _number("user_id"),
        *_words("reason"),
        sa.Column("at", sa.DateTime(), nullable=False),
        _to("exemplar", "call_id", "call"),
        _to("exemplar", "user_id", "user"),
        sa.PrimaryKeyConstraint("call_id", name="pk_exemplar"),
    )


def _rectifications() -> None:
    table = "rectification"
    op.create_table(
        table,
        _number("id"),
        _number("finding_id", nullable=True),
        *_words("title", "cause", "action"),
        _number("owner_id"),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        _to(table, "finding_id", "finding"),
        _to(table, "owner_id", "user"),
        sa.PrimaryKeyConstraint("id", name="pk_rectification"),
    )
    for column in ("finding_id", "owner_id", "status"):
        op.create_index(f"ix_{table}_{column}", table, [column])
    table = "rectification_step"
    op.create_table(
        table,
        _number("id"),
        _number("rectification_id"),
        _number("user_id"),
        sa.Column("step", sa.String(length=20), nullable=False),
        *_words("text"),
        sa.Column("at", sa.DateTime(), nullable=False),
        _to(table, "rectification_id", "rectification"),
        _to(table, "user_id", "user"),
        sa.PrimaryKeyConstraint("id", name="pk_rectification_step"),
    )
    op.create_index(f"ix_{table}_rectification_id", table, ["rectification_id"])


def _schedules() -> None:
    op.create_table(
        "schedule",
        _number("id"),
        sa.Column("every", sa.String(length=10), nullable=False),
        *_words("form", "client", "agency", "team"),
        _number("user_id"),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        _to("schedule", "user_id", "user"),
        sa.PrimaryKeyConstraint("id", name="pk_schedule"),
    )
    op.create_table(
        "made_report",
        _number("schedule_id"),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("begun_at", sa.DateTime(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=True),
        *_words("sha256"),
        _to("made_report", "schedule_id", "schedule"),
        sa.PrimaryKeyConstraint("schedule_id", "since", name="pk_made_report"),
    )
