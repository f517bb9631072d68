"""Keeps a call's `newest_audit_id` and `review` true to its audits, findings and alerts.

In the transaction of what changed, by the database itself: whoever changes a finding cannot forget
it.
"""

from sqlalchemy import Connection, case, event, exists, func, select, update

from audit.store.audit import Alert, Audit
from audit.store.call import Call
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


def settle(connection: Connection, call_id: int | None = None) -> None:
    """Bring one call's columns, or everybody's, to what the other tables say."""
    mine = [Call.id == call_id] if call_id is not None else []
    connection.execute(update(Call).where(*mine).values(newest_audit_id=_newest))
    connection.execute(update(Call).where(*mine).values(review=_review))


@event.listens_for(Audit, "after_insert")
@event.listens_for(Finding, "after_insert")
@event.listens_for(Finding, "after_update")
@event.listens_for(Alert, "after_insert")
@event.listens_for(Alert, "after_update")
def _changed(_mapper: object, connection: Connection, row: Audit | Finding | Alert) -> None:
    settle(connection, row.call_id)
