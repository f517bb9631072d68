"""What the second reader said about doubtful judgments."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision: str | None = "0002"


def upgrade() -> None:
    op.create_table(
        "second_opinion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("prompt_digest", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=True),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("took_s", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["audit_id"], ["audit.id"], name="fk_second_opinion_audit_id_audit"
        ),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name="fk_second_opinion_call_id_call"),
        sa.PrimaryKeyConstraint("id", name="pk_second_opinion"),
        sa.UniqueConstraint("audit_id", "rule", name="uq_second_opinion_audit_id_rule"),
    )
    op.create_index("ix_second_opinion_call_id_model", "second_opinion", ["call_id", "model"])
