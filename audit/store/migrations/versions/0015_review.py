"""A call's newest audit and where its review stands; what was taken in, by its name."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision: str | None = "0014"

# As audit/store/review.py had it when this was written.
_NEWEST = """
UPDATE call SET newest_audit_id = (SELECT max(audit.id) FROM audit WHERE audit.call_id = call.id)
"""
_REVIEW = """
UPDATE call SET review = CASE
    WHEN newest_audit_id IS NULL THEN ''
    WHEN EXISTS (SELECT 1 FROM finding WHERE audit_id = newest_audit_id AND status = 'doubtful')
        THEN 'doubtful'
    WHEN EXISTS (SELECT 1 FROM finding WHERE audit_id = newest_audit_id AND status = 'suspected')
        OR EXISTS (SELECT 1 FROM alert WHERE audit_id = newest_audit_id AND NOT seen)
        THEN 'waiting'
    WHEN EXISTS (SELECT 1 FROM finding WHERE audit_id = newest_audit_id)
        OR EXISTS (SELECT 1 FROM alert WHERE audit_id = newest_audit_id)
        THEN 'reviewed'
    ELSE 'clean' END
"""


def upgrade() -> None:
    op.add_column("call", sa.Column("newest_audit_id", sa.Integer(), nullable=True))
    op.add_column(
        "call", sa.Column("review", sa.String(length=10), nullable=False, server_default="")
    )
    op.execute(_NEWEST)
    op.execute(_REVIEW)
    for columns in (
        ("status", "review"),
        ("review", "risk"),
        ("risk",),
        ("agent_name",),
        ("finished_at",),
    ):
        op.create_index(f"ix_call_{'_'.join(columns)}", "call", list(columns))
    op.create_index("ix_intake_entry_source", "intake_entry", ["source"])
