"""Vectors of the turns, kept with the transcript so that a new pack does not embed again."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision: str | None = "0001"


def upgrade() -> None:
    op.create_table(
        "turn_vectors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("transcript_id", sa.Integer(), nullable=False),
        sa.Column("encoder", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["transcript_id"],
            ["transcript.id"],
            name="fk_turn_vectors_transcript_id_transcript",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_turn_vectors"),
        sa.UniqueConstraint(
            "transcript_id", "encoder", name="uq_turn_vectors_transcript_id_encoder"
        ),
    )
