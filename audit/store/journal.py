"""The journal 稽核日志: rows that the database refuses to change."""

from sqlalchemy.orm import Mapped, mapped_column

from audit.store.base import Base


class JournalEntry(Base):
    """`hash` is the SHA-256 of `prev_hash` and `body` (canonical JSON); see audit/journal.py.

    `prev_hash` is unique: two writers can never both continue one row.
    """

    __tablename__ = "journal"

    id: Mapped[int] = mapped_column(primary_key=True)
    prev_hash: Mapped[str] = mapped_column(unique=True)
    body: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)
