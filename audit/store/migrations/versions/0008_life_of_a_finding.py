"""Notes on calls, and decisions that change how grave a finding is."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision: str | None = "0007"


def upgrade() -> None:
    for name in ("severity", "severity_before"):
        op.add_column(
            "review_decision", sa.Column(name, sa.String(), nullable=False, server_default="")
        )
    op.create_table(
        "note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name="fk_note_call_id_call"),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_note_user_id_user"),
        sa.PrimaryKeyConstraint("id", name="pk_note"),
    )
    op.create_index("ix_note_call_id", "note", ["call_id"])
