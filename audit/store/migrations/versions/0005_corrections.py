"""A transcript may be a person's correction of the machine's."""

from alembic import op

revision = "0005"
down_revision: str | None = "0004"


def upgrade() -> None:
    # Written out: SQLite takes a foreign key only together with its new column.
    op.execute("ALTER TABLE transcript ADD COLUMN corrects_id INTEGER REFERENCES transcript (id)")
    op.execute('ALTER TABLE transcript ADD COLUMN corrected_by_id INTEGER REFERENCES "user" (id)')
