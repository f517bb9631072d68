"""The queue's order by an index of its own: PostgreSQL sorted all calls of equal risk."""

from alembic import op

revision = "0021"
down_revision: str | None = "0020"


def upgrade() -> None:
    op.drop_index("ix_call_risk", "call")
    op.create_index("ix_call_risk_id", "call", ["risk", "id"])
