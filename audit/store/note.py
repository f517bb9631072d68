"""The note 备注 that somebody left on a call for whoever looks at it next."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from audit.store.base import Base
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
