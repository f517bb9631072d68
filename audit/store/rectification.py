"""The rectification 整改 after a violation: cause, action, owner, due day, what was done."""

from datetime import date, datetime
from typing import Literal

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from audit.store.base import Base
from audit.store.finding import Finding
from audit.store.user import User

RectificationStatus = Literal["open", "done", "accepted"]
Step = Literal["opened", "done", "returned", "accepted", "remark"]


class Rectification(Base):
    """`finding_id` is the violation that it follows; None where it follows from several.

    "done" is the owner's word, "accepted" that of somebody else who looked at the result (复查).
    """

    __tablename__ = "rectification"

    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int | None] = mapped_column(ForeignKey("finding.id"), index=True)
    title: Mapped[str]
    cause: Mapped[str]
    action: Mapped[str]
    owner_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    due: Mapped[date]
    status: Mapped[RectificationStatus] = mapped_column(String(20), default="open", index=True)

    finding: Mapped[Finding | None] = relationship(back_populates="rectifications")
    owner: Mapped[User] = relationship()
    steps: Mapped[list["RectificationStep"]] = relationship(
        back_populates="rectification", order_by="RectificationStep.id", cascade="save-update"
    )


class RectificationStep(Base):
    """What somebody did or said about it. Never changed."""

    __tablename__ = "rectification_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    rectification_id: Mapped[int] = mapped_column(ForeignKey("rectification.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    step: Mapped[Step] = mapped_column(String(20))
    text: Mapped[str]
    at: Mapped[datetime]

    rectification: Mapped[Rectification] = relationship(back_populates="steps")
    user: Mapped[User] = relationship()
