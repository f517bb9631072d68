"""Keeping a call whatever its age, from its page."""

from audit.review.permissions import call_for
from audit.store import Store, User
from audit.upkeep import purge


def hold_call(store: Store, by: User, call_id: int, reason: str) -> None:
    """Problem `not_found`, `forbidden`, or `bad_reason` without one."""
    purge.hold(store, _name(store, by, call_id), reason, by=by.name)


def release_call(store: Store, by: User, call_id: int) -> None:
    """Let it grow old again. Problem `not_found` or `forbidden`."""
    purge.release(store, _name(store, by, call_id), by=by.name)


def _name(store: Store, by: User, call_id: int) -> str:
    with store.reading() as session:
        return call_for(session, by, call_id, "manage_clients").call_id
