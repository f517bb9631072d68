"""The legal hold 诉讼保全: a call that is not to be forgotten, whatever its age."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from audit.store.base import Base


class LegalHold(Base):
    """For a complaint or a lawsuit, say; `by` is who set it, or the command line."""

    __tablename__ = "legal_hold"

    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), primary_key=True)
    reason: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]
