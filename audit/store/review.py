"""Keeps a call's `newest_audit_id` and `review` true to its audits, findings and alerts.

In the transaction of what changed, with every flush of a session: whoever changes a finding cannot
forget it.
"""

from collections.abc import Collection

from sqlalchemy import Connection, case, event, exists, func, select, update
from sqlalchemy.orm import Session

from audit.store.audit import Alert, Audit
from audit.store.call import Call
from audit.store.changed import written
from audit.store.finding import Finding

_newest = select(func.max(Audit.id)).where(Audit.call_id == Call.id).scalar_subquery()
_own = Finding.audit_id == Call.newest_audit_id
_alerted = Alert.audit_id == Call.newest_audit_id
# "clean": nothing to look at; "doubtful" waits, too, and holds at least one doubt.
_review = case(
    (Call.newest_audit_id.is_(None), ""),
    (exists().where(_own, Finding.status == "doubtful"), "doubtful"),
    (exists().where(_own, Finding.status == "suspected"), "waiting"),
    (exists().where(_alerted, Alert.seen.is_(False)), "waiting"),
    (exists().where(_own) | exists().where(_alerted), "reviewed"),
    else_="clean",
)


def settle(connection: Connection, calls: Collection[int] | None = None) -> None:
    """Bring these calls' columns, or everybody's, to what the other tables say."""
    mine = [Call.id.in_(calls)] if calls is not None else []
    connection.execute(update(Call).where(*mine).values(newest_audit_id=_newest))
    connection.execute(update(Call).where(*mine).values(review=_review))


@event.listens_for(Session, "after_flush")
def _flushed(session: Session, _context: object) -> None:
    judged = (row for row in written(session) if isinstance(row, Audit | Finding | Alert))
    if calls := {row.call_id for row in judged}:
        settle(session.connection(), sorted(calls))
