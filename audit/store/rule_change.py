"""A change of a rule file that somebody proposed and somebody else must approve."""

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from audit.store.base import Base
from audit.store.user import User

ChangeStatus = Literal["proposed", "published", "withdrawn"]


class RuleChange(Base):
    """`text` is the whole new file, `base` the SHA-256 of the one that it was written from.

    `trial` is what trying it said: tests, lint, and what it adds and removes on stored calls.
    """

    __tablename__ = "rule_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    rule: Mapped[str] = mapped_column(index=True)
    text: Mapped[str]
    base: Mapped[str]
    reason: Mapped[str]
    trial: Mapped[dict[str, Any]]
    status: Mapped[ChangeStatus] = mapped_column(String(20), default="proposed", index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(foreign_keys=[user_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])
