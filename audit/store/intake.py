"""What was offered for intake, and what became of it."""

from datetime import datetime
from typing import Literal

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from audit.store.base import Base

Outcome = Literal["accepted", "duplicate", "refused"]


class IntakeEntry(Base):
    """One file or line of one batch. `message` is the sentence for the person who must mend it."""

    __tablename__ = "intake_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    batch: Mapped[str] = mapped_column(index=True)
    source: Mapped[str] = mapped_column(index=True)
    outcome: Mapped[Outcome] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(default="")
    message: Mapped[str] = mapped_column(default="")
    call_id: Mapped[int | None] = mapped_column(ForeignKey("call.id"))
    at: Mapped[datetime]
