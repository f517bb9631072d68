"""Unseen alerts of one audit: by the index of 0016 alone SQLite walked through all unseen ones."""

from alembic import op

revision = "0020"
down_revision: str | None = "0019"


def upgrade() -> None:
    op.drop_index("ix_alert_seen", "alert")
    op.create_index("ix_alert_seen_audit_id", "alert", ["seen", "audit_id"])
    # Stages that a worker died in are few among those that ended.
    op.create_index("ix_attempt_ended_at", "attempt", ["ended_at"])
