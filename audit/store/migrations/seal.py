"""Makes the database itself refuse to change rows of a table, whoever asks."""

from alembic import op


def seal(table: str, change: str) -> None:
    """`change` is UPDATE or DELETE."""
    {"sqlite": _sqlite, "postgresql": _postgresql}[op.get_bind().dialect.name](table, change)


def _sqlite(table: str, change: str) -> None:
    op.execute(
        f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} rows are never changed'); END"
    )


def _postgresql(table: str, change: str) -> None:
    op.execute(
        "CREATE OR REPLACE FUNCTION never_changed() RETURNS trigger AS $$ BEGIN "
        "RAISE EXCEPTION '% rows are never changed', TG_TABLE_NAME "
        "USING ERRCODE = 'integrity_constraint_violation'; END $$ LANGUAGE plpgsql"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION never_changed()"
    )
