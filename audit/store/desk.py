"""What an inspector's desk holds: calls given to or taken by somebody, and views that were kept."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from audit.store.base import Base
from audit.store.user import User


class Claim(Base):
    """认领: who is at work on a call, and until when nobody else is led to it."""

    __tablename__ = "claim"

    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    until: Mapped[datetime]

    user: Mapped[User] = relationship()


class Assignment(Base):
    """派单: whose task the review of a call is."""

    __tablename__ = "assignment"

    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]

    user: Mapped[User] = relationship(foreign_keys=[user_id])


class SavedView(Base):
    """A view of the queue by name; `query` is the address's part behind the question mark."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("user_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    name: Mapped[str]
    query: Mapped[str]
