"""The one place that asks what time it is."""

from datetime import UTC, date, datetime

_FIRST_YEAR, _LAST_YEAR = 1970, 2200


def now() -> datetime:
    """The current time, aware, in UTC."""
    return datetime.now(UTC)


def read_day(text: str) -> date:
    """A typed day; ValueError for none, and for one that nobody can mean and no sum can hold."""
    day = date.fromisoformat(text)
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        msg = f"no day of the years {_FIRST_YEAR} to {_LAST_YEAR}"
        raise ValueError(msg)
    return day
