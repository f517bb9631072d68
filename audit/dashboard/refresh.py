"""Counts the figures of days whose calls changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, desc, func, select
from sqlalchemy.orm import Session

from audit.clock import now
from audit.dashboard.months import forget_month
from audit.store import Audit, Call, DayMark, DaySummary, Finding, Store
from audit.store.summary import CHINA, begin_of

# Of a page that finds a changed day: more calls than these are left to a worker, so that nobody
# waits. 2,000 calls take about 0.1 s.
AT_ONCE = 2_000
Place = tuple[str, str, str]


@dataclass(slots=True)
class Count:
    """What is kept of one day, client, agency and team; keys are joined by "|".

    `found` is by rule, severity and status; `hours` are those of China, each with calls and with
    confirmed violations; `collectors` by staff number and name: calls, confirmed violations, and
    calls with one.
    """

    calls: int = 0
    audited: int = 0
    parked: int = 0
    undecided: int = 0
    found: dict[str, int] = field(default_factory=dict)
    hours: dict[str, list[int]] = field(default_factory=dict)
    collectors: dict[str, list[int]] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def refresh(store: Store, most_calls: int | None = None) -> int:
    """Count marked days, the newest first; how many. Days above `most_calls` are left.

    Nobody waits while a day is counted: its marks go with the figures that know of them, and what
    changes meanwhile marks it again.
    """
    with store.reading() as session:
        marked = session.execute(
            select(DayMark.day, func.max(DayMark.id))
            .group_by(DayMark.day)
            .order_by(desc(DayMark.day))
        ).all()
    counted = 0
    for day, last in marked:
        with store.reading() as session:
            if most_calls is not None and _size(session, day) > most_calls:
                continue
            counts = _counts(session, day)
        with store.writing() as session:
            _replace(session, day, counts)
            session.execute(delete(DayMark).where(DayMark.day == day, DayMark.id <= last))
        counted += 1
    return counted


def _size(session: Session, day: date) -> int:
    return session.scalar(select(func.count()).select_from(Call).where(*_on(day))) or 0


def _on(day: date) -> tuple[Any, Any]:
    return Call.started_at >= begin_of(day), Call.started_at < begin_of(day + timedelta(days=1))


def _replace(session: Session, day: date, counts: Mapping[Place, Count]) -> None:
    session.execute(delete(DaySummary).where(DaySummary.day == day))
    forget_month(session, day)
    made_at = now()
    session.add_all(
        DaySummary(
            day=day, client=client, agency=agency, team=team,
            content=count.as_dict(), made_at=made_at,
        )
        for (client, agency, team), count in counts.items()
    )  # fmt: skip


def _counts(session: Session, day: date) -> Mapping[Place, Count]:
    counts: dict[Place, Count] = {}
    where: dict[int, tuple[Count, str, str]] = {}
    for call in _calls(session, day):
        count = counts.setdefault((call.client, call.agency, call.team), Count())
        collector = f"{call.agent_id}|{call.agent_name}"
        hour = f"{call.started_at.astimezone(CHINA).hour:02}"
        where[call.id] = count, collector, hour
        count.calls += 1
        count.parked += call.status == "parked"
        if call.status == "audited":
            count.audited += 1
            count.hours.setdefault(hour, [0, 0])[0] += 1
            count.collectors.setdefault(collector, [0, 0, 0])[0] += 1
    _add_judged(session, day, where)
    return counts


def _calls(session: Session, day: date) -> Iterator[Any]:
    columns = (
        *(Call.id, Call.client, Call.agency, Call.team, Call.agent_id, Call.agent_name),
        *(Call.started_at, Call.status),
    )
    yield from session.execute(select(*columns).where(*_on(day)))


def _add_judged(session: Session, day: date, where: Mapping[int, tuple[Count, str, str]]) -> None:
    """Undecided calls and findings, of the newest audit of each."""
    audited = (*_on(day), Call.status == "audited")
    audits = select(Audit.call_id, Audit.undecided).join(Call, Call.newest_audit_id == Audit.id)
    for call, undecided in session.execute(audits.where(*audited)):
        where[call][0].undecided += undecided != ","
    found = (
        select(Finding.call_id, Finding.rule, Finding.severity, Finding.status)
        .join(Call, Call.newest_audit_id == Finding.audit_id)
        .where(*audited)
    )
    violating: set[int] = set()
    for call, rule, severity, status in session.execute(found.order_by(Finding.id)):
        count, collector, hour = where[call]
        key = f"{rule}|{severity}|{status}"
        count.found[key] = count.found.get(key, 0) + 1
        if status == "confirmed":
            count.hours[hour][1] += 1
            count.collectors[collector][1] += 1
            count.collectors[collector][2] += call not in violating
            violating.add(call)
