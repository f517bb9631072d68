"""When a call's sound and text were deleted, and calls that must be kept."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision: str | None = "0013"


def upgrade() -> None:
    op.add_column("call", sa.Column("purged_at", sa.DateTime(), nullable=True))
    op.create_table(
        "legal_hold",
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name="fk_legal_hold_call_id_call"),
        sa.PrimaryKeyConstraint("call_id", name="pk_legal_hold"),
    )
