"""How far the owner's webhook was told of the journal."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from audit.store.base import Base


class WebhookCursor(Base):
    """One row. `last` is the newest entry that was told, `held_until` who tells is alone."""

    __tablename__ = "webhook_cursor"

    id: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]
    held_until: Mapped[datetime | None]
