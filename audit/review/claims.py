"""Two people do not work on one call unknowingly: opening a call claims it for a while."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session, joinedload

from audit.clock import now
from audit.review.permissions import may
from audit.store import Call, Claim, Store, User

# Longer than nearly every call with its review takes; who leaves the desk does not block it.
HELD = timedelta(minutes=30)


def claim(store: Store, person: User, call_id: int) -> Claim | None:
    """Claim a call that is free, or claim it on; who holds it afterwards, None if nobody reviews.

    Somebody else's claim stays theirs: a claim informs, it does not lock (decisions are guarded by
    their version).
    """
    if not may(person, "review"):
        return None
    with store.writing() as session:
        held = session.get(Claim, call_id, options=[joinedload(Claim.user)])
        if held and held.user_id != person.id and held.until > now():
            return held
        held = held or Claim(call_id=call_id)
        held.user_id, held.until = person.id, now() + HELD
        session.add(held)
        session.flush()
        session.refresh(held, ["user"])
        return held


def release(store: Store, person: User, call_id: int) -> None:
    """Let go of a call that `person` holds."""
    with store.writing() as session:
        held = session.get(Claim, call_id)
        if held and held.user_id == person.id:
            session.delete(held)


def held_by_others(person: User) -> ColumnElement[bool]:
    """The condition that somebody else is at work on a call."""
    return exists().where(Claim.call_id == Call.id, Claim.user_id != person.id, Claim.until > now())


def holders(session: Session, person: User, calls: Iterable[int]) -> Mapping[int, str]:
    """By call, the name of somebody else who is at work on it."""
    held = session.scalars(
        select(Claim)
        .where(Claim.call_id.in_(list(calls)), Claim.user_id != person.id, Claim.until > now())
        .options(joinedload(Claim.user))
    )
    return {each.call_id: each.user.name for each in held}
