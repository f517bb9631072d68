"""Appeals of collectors, and what they took note of."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision: str | None = "0006"


def upgrade() -> None:
    op.create_table(
        "appeal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["finding.id"], name="fk_appeal_finding_id_finding"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_appeal_user_id_user"),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user.id"], name="fk_appeal_decided_by_id_user"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_appeal"),
        sa.UniqueConstraint("finding_id", "level", name="uq_appeal_finding_id_level"),
    )
    op.create_index("ix_appeal_outcome", "appeal", ["outcome"])
    op.create_table(
        "acknowledgement",
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["finding.id"], name="fk_acknowledgement_finding_id_finding"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_acknowledgement_user_id_user"),
        sa.PrimaryKeyConstraint("finding_id", name="pk_acknowledgement"),
    )
