"""What reviewers say of a whole call: a note 备注, or that it is worth learning from 范例."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from audit.store.base import Base
from audit.store.call import Call
from audit.store.user import User


class Note(Base):
    """Never changed; whoever was wrong writes another one."""

    __tablename__ = "note"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    text: Mapped[str]
    at: Mapped[datetime]

    user: Mapped[User] = relationship()


class Exemplar(Base):
    """A good call, shown to collectors without anybody's name or voice; `reason` says why."""

    __tablename__ = "exemplar"

    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    reason: Mapped[str]
    at: Mapped[datetime]

    call: Mapped[Call] = relationship()
