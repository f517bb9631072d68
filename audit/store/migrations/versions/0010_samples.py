"""Samples, their calls, and what people answered without the machine."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision: str | None = "0009"


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer(), nullable=False)


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}_{other}")


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "sample",
        _id(),
        sa.Column("name", sa.String(), nullable=False),
        _number("readers"),
        sa.Column("drawing", sa.JSON(), nullable=False),
        sa.Column("population", sa.JSON(), nullable=False),
        _number("user_id"),
        sa.Column("at", sa.DateTime(), nullable=False),
        _to("sample", "user_id", "user"),
        sa.PrimaryKeyConstraint("id", name="pk_sample"),
    )
    op.create_table(
        "sample_item",
        _id(),
        _number("sample_id"),
        _number("call_id"),
        sa.Column("stratum", sa.String(), nullable=False),
        sa.Column("machine", sa.JSON(), nullable=False),
        sa.Column("agreed", sa.JSON(none_as_null=True), nullable=True),
        _number("agreed_by_id", nullable=True),
        _to("sample_item", "sample_id", "sample"),
        _to("sample_item", "call_id", "call"),
        _to("sample_item", "agreed_by_id", "user"),
        sa.PrimaryKeyConstraint("id", name="pk_sample_item"),
        sa.UniqueConstraint("sample_id", "call_id", name="uq_sample_item_sample_id_call_id"),
    )
    op.create_table(
        "sample_answer",
        _id(),
        _number("item_id"),
        _number("user_id"),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        _to("sample_answer", "item_id", "sample_item"),
        _to("sample_answer", "user_id", "user"),
        sa.PrimaryKeyConstraint("id", name="pk_sample_answer"),
        sa.UniqueConstraint("item_id", "user_id", name="uq_sample_answer_item_id_user_id"),
    )
