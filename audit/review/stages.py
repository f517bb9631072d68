"""Where a call stands for the people who review: the conditions behind the queue's tabs."""

from typing import Literal, get_args

from sqlalchemy import ColumnElement, and_, exists, func, not_, or_, select, true

from audit.progress import OPEN
from audit.store import Alert, Audit, Call, Finding

Stage = Literal["pending", "doubtful", "reviewed", "processing", "parked", "all"]
STAGES: tuple[Stage, ...] = get_args(Stage)

# A call may have been audited with several packs; people see the newest answer.
newest_audit = (
    select(func.max(Audit.id)).where(Audit.call_id == Call.id).correlate(Call).scalar_subquery()
)


def has_finding(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """The newest audit found something, or doubts something, that meets these conditions."""
    return exists().where(Finding.audit_id == newest_audit, *conditions)


def has_audit(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """The newest audit meets these conditions."""
    return exists().where(Audit.id == newest_audit, *conditions)


def _has_alert(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(Alert.audit_id == newest_audit, *conditions)


def condition(stage: Stage) -> ColumnElement[bool]:
    """Pending: somebody must still decide or look. Reviewed: somebody did, and all is done.

    Doubtful: those of the pending where the machine was not sure of something.
    """
    audited = Call.status == "audited"
    doubted = has_finding(Finding.status == "doubtful")
    suspected = has_finding(Finding.status == "suspected")
    waiting = or_(suspected, doubted, _has_alert(Alert.seen.is_(False)))
    found = or_(has_finding(), _has_alert())
    return {
        "pending": and_(audited, waiting),
        "doubtful": and_(audited, doubted),
        "reviewed": and_(audited, found, not_(waiting)),
        "processing": Call.status.in_(OPEN),
        "parked": Call.status == "parked",
        "all": true(),
    }[stage]
