"""Where the work stands, in figures."""

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from audit.store import Audit, Call, Finding
from audit.store.planning import rare

# The order of the work, lower first: what a person waits for, calls of these days, back-fill.
WAITED_FOR, FRESH, BACKFILL = 10, 100, 200
OPEN = ("received", "queued", "processing")  # neither audited nor parked


def figures(session: Session) -> Mapping[str, int]:
    """Calls by where they stand, findings and results. `queued` counts what nobody has begun.

    A doubt is a finding only once somebody confirmed it.
    """
    rows = session.execute(select(Call.status, func.count()).group_by(Call.status))
    by_status: dict[str, int] = dict(rows.all())
    return {
        "calls": sum(by_status.values()),
        "queued": by_status.get("received", 0) + by_status.get("queued", 0),
        "processing": by_status.get("processing", 0),
        "audited": by_status.get("audited", 0),
        "parked": by_status.get("parked", 0),
        "findings": session.scalar(select(func.count(Finding.id)).where(Finding.counts)) or 0,
        "audits": session.scalar(select(func.count(Audit.id))) or 0,
    }


def any_open(session: Session) -> bool:
    """Whether any call still waits or is being processed."""
    return session.scalar(select(Call.id).where(rare(Call.status.in_(OPEN))).limit(1)) is not None
