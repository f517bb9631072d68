"""The rows of a report's tables, the same in every format."""

from collections.abc import Iterator

from audit.report.statistics import Statistics
from audit.report.wording import STATUSES

Cell = str | float | None
HEADER = ("分组", "已稽核通话", *STATUSES.values(), "每千通确认违规")


def overview(told: Statistics) -> list[tuple[str, Cell]]:
    """The few numbers that stand first."""
    return [
        ("通话总数", told.calls),
        ("已稽核通话", told.total.audited),
        ("稽核覆盖率", _percent(told.coverage)),
        *((name, told.total.findings[status]) for status, name in STATUSES.items()),
        ("每千通确认违规", told.total.per_thousand),
        ("复核后确认比例", _percent(told.precision)),
    ]


def _percent(share: float | None) -> str | None:
    return None if share is None else f"{share:.1%}"


def table(told: Statistics, by: str) -> Iterator[tuple[Cell, ...]]:
    """One table below `HEADER`."""
    for name, share in told.groups[by].items():
        counts = (share.findings[status] for status in STATUSES)
        yield name, share.audited, *counts, share.per_thousand
