"""Which calls a report is about."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement

from audit.clock import read_day
from audit.review.permissions import visible
from audit.store import Call, User
from transcribe.problem import Problem

# Local days anywhere on earth begin at most so long before or after those of UTC.
_FARTHEST = timedelta(hours=14)


@dataclass(frozen=True, slots=True)
class Request:
    """Calls that began on the days `since` to `until`, both included, in their own local time.

    Empty strings choose nothing. With `by` only calls that this person may see.
    """

    since: date
    until: date
    client: str = ""
    agency: str = ""
    team: str = ""
    by: User | None = None

    @property
    def title(self) -> str:
        chosen = "、".join(filter(None, (self.client, self.agency, self.team)))
        return f"{self.since} 至 {self.until}" + (f"（{chosen}）" if chosen else "")

    def conditions(self) -> list[ColumnElement[bool]]:
        """For the database; a few hours too many, so ask `holds` as well."""
        chosen = {Call.client: self.client, Call.agency: self.agency, Call.team: self.team}
        return [
            Call.started_at >= _midnight(self.since) - _FARTHEST,
            Call.started_at < _midnight(self.until) + timedelta(days=1) + _FARTHEST,
            *(column == wanted for column, wanted in chosen.items() if wanted),
            *([visible(self.by)] if self.by else []),
        ]

    def holds(self, started: datetime) -> bool:
        """Whether a call with this local start belongs to the period."""
        return self.since <= started.date() <= self.until


def request_of(
    since: str, until: str, *, client: str = "", agency: str = "", team: str = ""
) -> Request:
    """Read what a person typed. Problem `bad_period` names the field."""
    request = Request(_day(since, "from"), _day(until, "to"), client, agency, team)
    if request.until < request.since:
        raise Problem(
            "bad_period",
            f"{until} is before {since}",
            where="to",
            mend="give the first day, then the last one",
        )
    return request


def _day(text: str, field: str) -> date:
    try:
        return read_day(text)
    except ValueError as error:
        raise Problem(
            "bad_period", f"{text!r} is no day", where=field, mend="write it as 2026-11-30"
        ) from error


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
