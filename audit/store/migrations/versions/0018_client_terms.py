"""What is agreed for one client."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision: str | None = "0017"


def upgrade() -> None:
    op.create_table(
        "client_terms",
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("keep_days", sa.Integer(), nullable=True),
        sa.Column("at_once", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("client", name="pk_client_terms"),
    )
