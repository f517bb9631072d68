"""The people who sign in."""

from datetime import datetime
from typing import Literal

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from audit.store.base import Base

Role = Literal["inspector", "officer", "collector", "lead", "admin"]


class User(Base):
    """`password_hash` is argon2; `token_hash` the SHA-256 of a random API token.

    `collector_id` is the 工号 whose calls a collector may see.
    """

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    role: Mapped[Role] = mapped_column(String(20))
    password_hash: Mapped[str]
    collector_id: Mapped[str] = mapped_column(default="")
    active: Mapped[bool] = mapped_column(default=True)
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[datetime]
