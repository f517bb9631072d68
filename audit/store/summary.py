"""The figures of each day, kept so that a dashboard reads hundreds of rows and not a million.

A day is one in China (UTC+8), as in the queue. Whatever changes a call or a finding marks the
call's day in the same transaction; audit/dashboard/refresh.py counts marked days anew.
"""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from sqlalchemy import Select, event, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from audit.store.audit import Audit
from audit.store.base import Base
from audit.store.call import Call
from audit.store.changed import written
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


@event.listens_for(Session, "after_flush")
def _flushed(session: Session, _context: object) -> None:
    """Mark each day of what was written once; a call without a time is in no day's figures."""
    rows = list(written(session))
    calls = {row.call_id for row in rows if isinstance(row, Finding | Audit)}
    starts = {row.started_at for row in rows if isinstance(row, Call)}
    if calls:
        starts |= set(session.connection().scalars(_starts(calls)))
    days = sorted({day_of(start) for start in starts if start is not None})
    if days:
        session.connection().execute(insert(DayMark), [{"day": day} for day in days])


def _starts(calls: Collection[int]) -> Select[datetime | None]:
    return select(Call.started_at).where(Call.id.in_(sorted(calls)))
