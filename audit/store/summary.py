"""The figures of each day, kept so that a dashboard reads hundreds of rows and not a million.

A day is one in China (UTC+8), as in the queue. Whatever changes a call or a finding marks the
call's day in the same transaction; audit/dashboard/refresh.py counts marked days anew.
"""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from sqlalchemy import Connection, event, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from audit.store.audit import Audit
from audit.store.base import Base
from audit.store.call import Call
from audit.store.finding import Finding

CHINA = timezone(timedelta(hours=8))


class DaySummary(Base):
    """All counts of one day, client, agency and team; `content` as refresh.py writes it."""

    __tablename__ = "day_summary"

    day: Mapped[date] = mapped_column(primary_key=True)
    client: Mapped[str] = mapped_column(primary_key=True)
    agency: Mapped[str] = mapped_column(primary_key=True)
    team: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]


class MonthSummary(Base):
    """The same of a past month (its first day), as audit/dashboard/months.py adds it up.

    `days` holds of each day what its line in the figures needs.
    """

    __tablename__ = "month_summary"

    month: Mapped[date] = mapped_column(primary_key=True)
    client: Mapped[str] = mapped_column(primary_key=True)
    agency: Mapped[str] = mapped_column(primary_key=True)
    team: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[dict[str, Any]]
    days: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]


class DayMark(Base):
    """A day whose figures are older than its calls; one row for each change.

    Rows are only added and, once counted, deleted: one row a day that all changes shared would
    make workers wait for each other.
    """

    __tablename__ = "day_mark"

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]


def day_of(started_at: datetime) -> date:
    return started_at.astimezone(CHINA).date()


def begin_of(day: date) -> datetime:
    """Its first moment, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=CHINA).astimezone(UTC)


def _mark(connection: Connection, started_at: datetime | None) -> None:
    if started_at is not None:  # a call without a time is in no day's figures
        connection.execute(insert(DayMark).values(day=day_of(started_at)))


@event.listens_for(Call, "after_insert")
@event.listens_for(Call, "after_update")
def _call_changed(_mapper: object, connection: Connection, call: Call) -> None:
    _mark(connection, call.started_at)


@event.listens_for(Finding, "after_insert")
@event.listens_for(Finding, "after_update")
@event.listens_for(Audit, "after_insert")
def _judged(_mapper: object, connection: Connection, row: Finding | Audit) -> None:
    started = select(Call.started_at).where(Call.id == row.call_id)
    _mark(connection, connection.scalar(started))
