"""The appeal 申诉 of a collector about a confirmed finding, and the note that one was seen."""

from datetime import datetime
from typing import Literal

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from audit.store.base import Base
from audit.store.finding import Finding
from audit.store.user import User

AppealOutcome = Literal["open", "upheld", "overturned"]


class Appeal(Base):
    """`level` is 1, and 2 for the one against the first answer, which is final.

    "upheld" means that the finding stands, "overturned" that it was dismissed.
    """

    __tablename__ = "appeal"
    __table_args__ = (UniqueConstraint("finding_id", "level"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"))
    level: Mapped[int]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    reason: Mapped[str]
    at: Mapped[datetime]
    outcome: Mapped[AppealOutcome] = mapped_column(String(20), default="open", index=True)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    note: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None]

    finding: Mapped[Finding] = relationship(back_populates="appeals")
    user: Mapped[User] = relationship(foreign_keys=[user_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])


class Acknowledgement(Base):
    """知悉: the collector read what was confirmed and leaves it at that."""

    __tablename__ = "acknowledgement"

    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
