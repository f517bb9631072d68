"""Recordings that are to be fetched from an address."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from audit.store.base import Base


class FetchOrder(Base):
    """One call whose recording lies elsewhere. `outcome` is "" until it is settled.

    Then `url`, which may hold a key, and `fields` are emptied; `message` is for the person who must
    mend something. `held_until` is set while a worker fetches.
    """

    __tablename__ = "fetch_order"
    __table_args__ = (Index(None, "outcome", "next_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[str] = mapped_column(unique=True)
    url: Mapped[str]
    fields: Mapped[dict[str, Any]]
    by: Mapped[str]
    at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime]
    held_until: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(default="")
    message: Mapped[str] = mapped_column(default="")
