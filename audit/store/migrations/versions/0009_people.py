"""What people may see, are good at and were given; wrong passwords and second factors."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision: str | None = "0008"


def upgrade() -> None:
    for name in ("clients", "teams", "skills"):
        op.add_column("user", sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))
    for name in ("failures", "totp_step"):
        op.add_column("user", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.add_column("user", sa.Column("totp_secret", sa.String(), nullable=False, server_default=""))
    op.add_column("user", sa.Column("locked_until", sa.DateTime(), nullable=True))
    op.create_table(
        "assignment",
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name="fk_assignment_call_id_call"),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_assignment_user_id_user"),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name="fk_assignment_by_id_user"),
        sa.PrimaryKeyConstraint("call_id", name="pk_assignment"),
    )
    op.create_index("ix_assignment_user_id", "assignment", ["user_id"])
