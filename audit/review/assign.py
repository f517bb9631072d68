"""Assigning calls 派单: who reviews which of the calls that wait.

One way for all: each call, the riskiest first, goes to whoever of the able has least for their
share. Equal shares are even, other shares are percentages, and skills say who is able.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Dialect, delete, exists, func, not_, select
from sqlalchemy.orm import Session

from audit import journal
from audit.clock import now
from audit.review.filters import Filters, conditions
from audit.review.permissions import demand, may, visible
from audit.review.stages import newest_audit
from audit.store import Assignment, Call, Finding, Store, User
from transcribe.problem import Problem


@dataclass(frozen=True, slots=True)
class Load:
    """One reviewer, and how many calls given to them wait."""

    user: User
    waiting: int


def loads(store: Store, by: User) -> Sequence[Load]:
    """Everybody who reviews, by name. Problem `forbidden`."""
    demand(by, "assign")
    with store.reading() as session:
        return _loads(session)


def assign(
    store: Store,
    by: User,
    filters: Filters,
    shares: Mapping[int, float],
    limit: int,
    *,
    by_skill: bool = False,
) -> Mapping[str, int]:
    """Give at most `limit` waiting calls that nobody has; how many each person got, by name.

    `shares` are relative, by the person's id. With `by_skill` a call goes only to whom one of its
    findings' rules suits; who has no skills named is good at all. Nobody gets what their scope
    hides. Problem `forbidden`, `bad_shares`, or as of `conditions`.
    """
    demand(by, "assign")
    if not any(share > 0 for share in shares.values()) or any(s < 0 for s in shares.values()):
        raise Problem("bad_shares", "nobody was chosen", where="shares", mend="choose somebody")
    with store.writing() as session:
        chosen = [load for load in _loads(session) if shares.get(load.user.id, 0) > 0]
        got = {load.user.id: 0 for load in chosen}
        for call, rules in _waiting(session, by, filters, store.engine.dialect, limit):
            able = [each.user for each in chosen if _able(each.user, call, rules, by_skill)]
            if not able:
                continue
            user = min(able, key=lambda one: ((got[one.id] + 1) / shares[one.id], one.id))
            got[user.id] += 1
            session.add(Assignment(call_id=call.id, user_id=user.id, by_id=by.id, at=now()))
        told = {load.user.name: got[load.user.id] for load in chosen}
        journal.append(session, by.name, "calls assigned", counts=sorted(got.items()))
    return told


def take_back(store: Store, by: User, user_id: int) -> int:
    """Free the waiting calls given to somebody, who is ill perhaps; how many."""
    demand(by, "assign")
    with store.writing() as session:
        theirs = select(Assignment.call_id).join(Call, Call.id == Assignment.call_id)
        waiting = conditions(Filters("pending"), store.engine.dialect)
        ids = session.scalars(theirs.where(Assignment.user_id == user_id, *waiting)).all()
        session.execute(delete(Assignment).where(Assignment.call_id.in_(ids)))
        journal.append(session, by.name, "calls freed", user=user_id, count=len(ids))
    return len(ids)


def _loads(session: Session) -> list[Load]:
    people = session.scalars(select(User).where(User.active).order_by(User.name))
    waiting = conditions(Filters("pending"), session.get_bind().dialect)
    counted = (
        select(Assignment.user_id, func.count())
        .join(Call, Call.id == Assignment.call_id)
        .where(*waiting)
        .group_by(Assignment.user_id)
    )
    counts = dict(session.execute(counted).all())
    return [Load(user, counts.get(user.id, 0)) for user in people if may(user, "review")]


def _waiting(
    session: Session, by: User, filters: Filters, dialect: Dialect, limit: int
) -> list[tuple[Call, set[str]]]:
    free = not_(exists().where(Assignment.call_id == Call.id))
    wanted = select(Call).where(visible(by), free, *conditions(filters, dialect))
    calls = session.scalars(wanted.order_by(Call.risk.desc(), Call.id).limit(limit)).all()
    found = session.execute(
        select(Finding.call_id, Finding.rule)
        .join(Call, Call.id == Finding.call_id)
        .where(Finding.audit_id == newest_audit, Call.id.in_([call.id for call in calls]))
    ).all()
    return [(call, {rule for call_id, rule in found if call_id == call.id}) for call in calls]


def _able(user: User, call: Call, rules: set[str], by_skill: bool) -> bool:
    inside = (not user.clients or call.client in user.clients) and (
        not user.teams or call.team in user.teams
    )
    return inside and (not by_skill or not user.skills or bool(rules & set(user.skills)))
