"""Keeping a call whatever its age, from its page."""

from sqlalchemy import select

from audit.review.permissions import demand, visible
from audit.store import Call, Store, User
from audit.upkeep import purge
from transcribe.problem import Problem


def hold_call(store: Store, by: User, call_id: int, reason: str) -> None:
    """Problem `not_found`, `forbidden`, or `bad_reason` without one."""
    purge.hold(store, _name(store, by, call_id), reason, by=by.name)


def release_call(store: Store, by: User, call_id: int) -> None:
    """Let it grow old again. Problem `not_found` or `forbidden`."""
    purge.release(store, _name(store, by, call_id), by=by.name)


def _name(store: Store, by: User, call_id: int) -> str:
    with store.reading() as session:
        name = session.scalar(select(Call.call_id).where(Call.id == call_id, visible(by)))
    if name is None:
        raise Problem("not_found", "there is no such call", mend="check its id")
    demand(by, "manage_clients")
    return name
