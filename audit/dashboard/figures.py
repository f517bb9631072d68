"""Figures of a period, added up from its days."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, not_, select
from sqlalchemy.orm import Session

from audit.dashboard.months import last_of, whole_months
from audit.report.request import Request
from audit.report.statistics import REPEATED
from audit.review.permissions import demand
from audit.store import DayMark, DaySummary, MonthSummary, Store, User


@dataclass(slots=True)
class Line:
    """One line of a table: calls that were audited, and findings by status."""

    audited: int = 0
    found: Counter[str] = field(default_factory=Counter)

    @property
    def confirmed(self) -> int:
        return self.found["confirmed"]

    @property
    def per_thousand(self) -> float | None:
        """Confirmed violations per 1,000 audited calls."""
        return round(1000 * self.confirmed / self.audited, 1) if self.audited else None

    @property
    def overturned(self) -> float | None:
        """Share of what people decided that did not stand."""
        decided = self.confirmed + self.found["dismissed"]
        return round(self.found["dismissed"] / decided, 4) if decided else None


@dataclass(slots=True)
class Board:
    """Everything of a dashboard; `stale` says that some day is being counted anew."""

    calls: int = 0
    parked: int = 0
    undecided: int = 0
    total: Line = field(default_factory=Line)
    by: dict[str, dict[str, Line]] = field(default_factory=lambda: defaultdict(dict))
    repeated: Sequence[tuple[str, int]] = ()
    stale: bool = False

    @property
    def coverage(self) -> float | None:
        return round(self.total.audited / self.calls, 4) if self.calls else None

    @property
    def undecided_share(self) -> float | None:
        """Of audited calls, those in which some rule could not judge."""
        return round(self.undecided / self.total.audited, 4) if self.total.audited else None


_OF_ROW: Mapping[str, Callable[[DaySummary | MonthSummary], str]] = {
    "client": lambda row: row.client,
    "agency": lambda row: row.agency,
    "team": lambda row: row.team,
}


def board(store: Store, person: User, request: Request) -> Board:
    """The figures of a period's calls that this person may see. Problem `forbidden`."""
    demand(person, "report")
    with store.reading() as session:
        months = _months(session, person, request)
        days = _days(session, person, request, {row.month for row in months})
        made = _add_up([*months, *days])
        dirty = select(DayMark.day).where(
            DayMark.day >= request.since, DayMark.day <= request.until
        )
        made.stale = session.scalar(dirty.limit(1)) is not None
    return made


def _months(session: Session, person: User, request: Request) -> Sequence[MonthSummary]:
    """Those that lie in the period as a whole and are added up."""
    whole = list(whole_months(request.since, request.until))
    wanted = select(MonthSummary).where(MonthSummary.month.in_(whole))
    return session.scalars(wanted.where(*_chosen(MonthSummary, person, request))).all()


def _days(
    session: Session, person: User, request: Request, known: Iterable[date]
) -> Sequence[DaySummary]:
    """The days of the period that lie in none of the `known` months."""
    wanted = select(DaySummary).where(
        DaySummary.day >= request.since, DaySummary.day <= request.until,
        *(not_(DaySummary.day.between(month, last_of(month))) for month in known),
        *_chosen(DaySummary, person, request),
    )  # fmt: skip
    return session.scalars(wanted).all()


def newest_day(store: Store) -> date | None:
    """The last day that has calls; where a page begins that was asked for no period."""
    with store.reading() as session:
        newest = select(DaySummary.day).order_by(DaySummary.day.desc()).limit(1)
        return session.scalar(newest)


def _chosen(
    table: type[DaySummary | MonthSummary], person: User, request: Request
) -> list[ColumnElement[bool]]:
    chosen = ((table.client, request.client), (table.agency, request.agency),
              (table.team, request.team))  # fmt: skip
    limits = ((table.client, person.clients), (table.team, person.teams))
    return [
        *(column == wanted for column, wanted in chosen if wanted),
        *(column.in_(names) for column, names in limits if names),
    ]


def _add_up(rows: Sequence[DaySummary | MonthSummary]) -> Board:
    made = Board()
    offences: Counter[str] = Counter()
    for row in rows:
        content = row.content
        made.calls += content["calls"]
        made.parked += content["parked"]
        made.undecided += content["undecided"]
        lines = [made.total, *(_line(made, by, of(row)) for by, of in _OF_ROW.items())]
        for line in lines:
            line.audited += content["audited"]
        for key, count in content["found"].items():
            rule, severity, status = key.split("|")
            own = (_line(made, "rule", rule), _line(made, "severity", severity))
            for line in (*lines, *own):
                line.found[status] += count
        _add_days(made, row)
        _add_people(made, content, offences)
    for by in ("rule", "severity"):
        for line in made.by[by].values():
            line.audited = made.total.audited
    made.repeated = [(who, n) for who, n in offences.most_common() if n >= REPEATED]
    return made


def _add_days(made: Board, row: DaySummary | MonthSummary) -> None:
    if isinstance(row, MonthSummary):
        for day, told in row.days.items():
            line = _line(made, "day", day)
            line.audited += told["audited"]
            line.found.update(told["found"])
        return
    line = _line(made, "day", row.day.isoformat())
    line.audited += row.content["audited"]
    for key, count in row.content["found"].items():
        line.found[key.rpartition("|")[2]] += count


def _add_people(made: Board, content: Mapping[str, Any], offences: Counter[str]) -> None:
    for hour, (calls, confirmed) in content["hours"].items():
        line = _line(made, "hour", hour)
        line.audited += calls
        line.found["confirmed"] += confirmed
    for collector, (calls, confirmed, violating) in content["collectors"].items():
        line = _line(made, "collector", collector)
        line.audited += calls
        line.found["confirmed"] += confirmed
        if violating:
            offences[collector] += violating


def _line(made: Board, by: str, key: str) -> Line:
    lines = made.by[by]
    if key not in lines:
        lines[key] = Line()
    return lines[key]
