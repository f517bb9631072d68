"""The people who sign in."""

from datetime import datetime
from typing import Literal

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from audit.store.base import Base

Role = Literal["inspector", "officer", "collector", "lead", "admin"]


class User(Base):
    """`password_hash` is argon2; `token_hash` the SHA-256 of a random API token.

    `collector_id` is the 工号 whose calls a collector may see. `clients` and `teams` narrow those
    of everybody else (none named: no limit); `skills` are rules that an inspector is good at, for
    assigning. `failures` counts wrong passwords in a row, `locked_until` ends the wait after them.
    `totp_secret` is base32, "" without a second factor; `totp_step` the last step that was used.
    """

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    role: Mapped[Role] = mapped_column(String(20))
    password_hash: Mapped[str]
    collector_id: Mapped[str] = mapped_column(default="")
    active: Mapped[bool] = mapped_column(default=True)
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    clients: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    teams: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    skills: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    failures: Mapped[int] = mapped_column(default=0, server_default="0")
    locked_until: Mapped[datetime | None]
    totp_secret: Mapped[str] = mapped_column(default="", server_default="")
    totp_step: Mapped[int] = mapped_column(default=0, server_default="0")
    created_at: Mapped[datetime]
