"""Where a call stands for the people who review: the conditions behind the queue's tabs."""

from typing import Literal, get_args

from sqlalchemy import ColumnElement, and_, exists, true

from audit.progress import OPEN
from audit.store import Audit, Call, Finding

Stage = Literal["pending", "doubtful", "reviewed", "processing", "parked", "all"]
STAGES: tuple[Stage, ...] = get_args(Stage)

# A call may have been audited with several packs; people see the newest answer.
newest_audit = Call.newest_audit_id


def has_finding(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """The newest audit found something, or doubts something, that meets these conditions."""
    return exists().where(Finding.audit_id == newest_audit, *conditions)


def has_audit(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """The newest audit meets these conditions."""
    return exists().where(Audit.id == newest_audit, *conditions)


def condition(stage: Stage) -> ColumnElement[bool]:
    """Pending: somebody must still decide or look. Reviewed: somebody did, and all is done.

    Doubtful: those of the pending where the machine was not sure of something.
    """
    audited = Call.status == "audited"
    return {
        "pending": and_(audited, Call.review.in_(("waiting", "doubtful"))),
        "doubtful": and_(audited, Call.review == "doubtful"),
        "reviewed": and_(audited, Call.review == "reviewed"),
        "processing": Call.status.in_(OPEN),
        "parked": Call.status == "parked",
        "all": true(),
    }[stage]


def stages_of(status: str, review: str) -> set[Stage]:
    """The tabs in which a call of this status and review stands."""
    found: set[Stage] = {"all"}
    if status in OPEN:
        found.add("processing")
    if status == "parked":
        found.add("parked")
    if status == "audited":
        waits: set[Stage] = {"pending"} if review in ("waiting", "doubtful") else set()
        named: dict[str, Stage] = {"doubtful": "doubtful", "reviewed": "reviewed"}
        found |= waits | ({named[review]} if review in named else set())
    return found
