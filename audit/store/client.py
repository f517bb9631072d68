"""What is agreed for one client 委托方."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from audit.store.base import Base


class ClientTerms(Base):
    """How long calls are kept, and how many of them may be queued or in work at a time.

    None: as the settings say.
    """

    __tablename__ = "client_terms"

    client: Mapped[str] = mapped_column(primary_key=True)
    keep_days: Mapped[int | None]
    at_once: Mapped[int | None]
    by: Mapped[str]
    at: Mapped[datetime]
