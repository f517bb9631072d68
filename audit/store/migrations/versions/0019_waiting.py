"""Calls that wait until what failed around them is likely to be mended."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision: str | None = "0018"


def upgrade() -> None:
    op.add_column("call", sa.Column("wait_until", sa.DateTime(), nullable=True))
    op.add_column("call", sa.Column("waits", sa.Integer(), nullable=False, server_default="0"))
