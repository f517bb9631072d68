"""The urgent list: alerts that nobody cared for yet, threats of suicide before all others."""

from collections.abc import Sequence

from sqlalchemy import case, func, select
from sqlalchemy.orm import joinedload

from audit.review.permissions import demand, visible
from audit.risk import ALERT, OTHER_ALERT
from audit.store import Alert, Call, Store, User

SHOWN = 200


def urgent(store: Store, by: User) -> Sequence[Alert]:
    """Of the newest audits, each with its call. Problem `forbidden`."""
    demand(by, "review")
    weight = case(ALERT, value=Alert.name, else_=OTHER_ALERT)
    with store.reading() as session:
        return session.scalars(
            select(Alert)
            .join(Alert.call)
            .where(Alert.seen.is_(False), Alert.audit_id == Call.newest_audit_id, visible(by))
            .options(joinedload(Alert.call))
            .order_by(weight.desc(), Call.started_at.desc(), Alert.id)
            .limit(SHOWN)
        ).all()


def count_urgent(store: Store, by: User) -> int:
    """How many threats of suicide nobody cared for: what the bar of every page warns of."""
    with store.reading() as session:
        open_ = select(func.count()).select_from(Alert).join(Alert.call)
        grave = (Alert.seen.is_(False), Alert.name == "self_harm")
        newest = Alert.audit_id == Call.newest_audit_id
        return session.scalar(open_.where(*grave, newest, visible(by))) or 0
