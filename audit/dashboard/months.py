"""Past months, added up once: half a year is then six rows for each team, and not 180.

A month's rows go in the transaction that counts one of its days anew, and come again when a worker
has time; meanwhile its days are read one by one.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import delete, exists, not_, select
from sqlalchemy.orm import Session

from audit.clock import now
from audit.store import DayMark, DaySummary, MonthSummary, Store
from audit.store.summary import day_of


def month_of(day: date) -> date:
    """Its first day."""
    return day.replace(day=1)


def last_of(month: date) -> date:
    return month_of(month + timedelta(days=31)) - timedelta(days=1)


def whole_months(since: date, until: date) -> Iterator[date]:
    """Months that lie in a period from their first day to their last."""
    month = month_of(since)
    while month <= until:
        if since <= month and last_of(month) <= until:
            yield month
        month = last_of(month) + timedelta(days=1)


def forget_month(session: Session, day: date) -> None:
    """One of its days is counted anew, in this transaction."""
    session.execute(delete(MonthSummary).where(MonthSummary.month == month_of(day)))


def roll_up(store: Store) -> int:
    """Add up one past month that is not; 0 when there is none. The newest first."""
    with store.writing() as session:
        month = _next(session)
        if month is None:
            return 0
        days = DaySummary.day.between(month, last_of(month))
        order = (DaySummary.client, DaySummary.agency, DaySummary.team)
        rows = session.scalars(select(DaySummary).where(days).order_by(*order)).all()
        made_at = now()
        for place, own in groupby(rows, key=lambda row: (row.client, row.agency, row.team)):
            content, by_day = _added(own)
            client, agency, team = place
            session.add(
                MonthSummary(
                    month=month, client=client, agency=agency, team=team,
                    content=content, days=by_day, made_at=made_at,
                )
            )  # fmt: skip
    return 1


def _next(session: Session) -> date | None:
    """With days, none of which waits to be counted."""
    this = month_of(day_of(now()))
    wanted = select(DaySummary.day).where(DaySummary.day < this).distinct()
    for month in sorted({month_of(day) for day in session.scalars(wanted)}, reverse=True):
        marked = exists().where(DayMark.day.between(month, last_of(month)))
        made = exists().where(MonthSummary.month == month)
        if session.scalar(select(not_(marked | made))):
            return month
    return None


def _added(rows: Iterable[DaySummary]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The sum of their contents, and of each day audited calls and findings by status."""
    total: dict[str, Any] = {}
    days: dict[str, Any] = {}
    for row in rows:
        _add(total, row.content)
        found: dict[str, int] = {}
        for key, count in row.content["found"].items():
            status = key.rpartition("|")[2]
            found[status] = found.get(status, 0) + count
        days[row.day.isoformat()] = {"audited": row.content["audited"], "found": found}
    return total, days


def _add(total: dict[str, Any], content: Mapping[str, Any]) -> None:
    """Numbers, lists of numbers, and objects of these."""
    for key, value in content.items():
        if isinstance(value, dict):
            _add(total.setdefault(key, {}), value)
        elif isinstance(value, list):
            known = total.get(key, [0] * len(value))
            total[key] = [a + b for a, b in zip(known, value, strict=True)]
        else:
            total[key] = total.get(key, 0) + value
