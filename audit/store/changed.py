"""What a flush wrote, for the columns and marks that follow from it: once for all its rows."""

from collections.abc import Iterator

from sqlalchemy.orm import Session


def written(session: Session) -> Iterator[object]:
    """Of a session that has just flushed, the rows that are new or changed."""
    yield from session.new
    yield from (row for row in session.dirty if session.is_modified(row))
