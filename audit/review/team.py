"""What a lead sees of each reviewer: what waits, what was done, and what did not stand."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from audit.clock import now
from audit.review.assign import loads
from audit.store import Appeal, ReviewDecision, Store, User

DAYS = 7


@dataclass(frozen=True, slots=True)
class Member:
    """`decided` in the last DAYS days; `overturned` are theirs that an appeal changed in them."""

    user: User
    waiting: int
    decided: int
    confirmed: int
    overturned: int


def team(store: Store, by: User) -> Sequence[Member]:
    """Everybody who reviews, by name. Problem `forbidden`."""
    since = now() - timedelta(days=DAYS)
    members = loads(store, by)
    with store.reading() as session:
        made = session.execute(
            select(ReviewDecision.user_id, ReviewDecision.decision, func.count())
            .where(ReviewDecision.at >= since)
            .group_by(ReviewDecision.user_id, ReviewDecision.decision)
        ).all()
        changed = session.execute(
            select(ReviewDecision.user_id, func.count(Appeal.id.distinct()))
            .join(Appeal, Appeal.finding_id == ReviewDecision.finding_id)
            .where(
                Appeal.outcome == "overturned",
                Appeal.decided_at >= since,
                ReviewDecision.decision == "confirm",
                ReviewDecision.at < Appeal.at,
            )
            .group_by(ReviewDecision.user_id)
        ).all()
    decided: Counter[int] = Counter()
    for user_id, decision, count in made:
        decided[user_id] += count if decision != "withdraw" else -count
    confirmed = {user_id: count for user_id, decision, count in made if decision == "confirm"}
    overturned = dict(changed)
    return [
        Member(
            load.user,
            load.waiting,
            decided[load.user.id],
            confirmed.get(load.user.id, 0),
            overturned.get(load.user.id, 0),
        )
        for load in members
    ]
