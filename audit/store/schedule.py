"""Reports that are made by themselves, and what was made."""

from datetime import date, datetime
from typing import Literal

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from audit.store.base import Base
from audit.store.user import User

Every = Literal["day", "week", "month"]


class Schedule(Base):
    """A report of each past day, week (from Monday) or month, for the calls that `user` may see."""

    __tablename__ = "schedule"

    id: Mapped[int] = mapped_column(primary_key=True)
    every: Mapped[Every] = mapped_column(String(10))
    form: Mapped[str]
    client: Mapped[str]
    agency: Mapped[str]
    team: Mapped[str]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    active: Mapped[bool] = mapped_column(default=True)

    user: Mapped[User] = relationship()


class MadeReport(Base):
    """The report of one period; `sha256` is "" while a worker makes it (since `begun_at`)."""

    __tablename__ = "made_report"

    schedule_id: Mapped[int] = mapped_column(ForeignKey("schedule.id"), primary_key=True)
    since: Mapped[date] = mapped_column(primary_key=True)
    until: Mapped[date]
    begun_at: Mapped[datetime]
    made_at: Mapped[datetime | None]
    sha256: Mapped[str] = mapped_column(default="")

    schedule: Mapped[Schedule] = relationship()

    @property
    def name(self) -> str:
        """Of its file."""
        return f"violations-{self.since}-{self.until}-{self.schedule_id}.{self.schedule.form}"
