"""Beats, deaths, and leaving in good order."""

import os

from making import stored_call

from audit import lease
from audit.attempts import attempt
from audit.store import Attempt, Store


def test_who_beats_lives_and_who_left_is_dead_at_once(store: Store) -> None:
    for name in ("stays", "leaves"):
        lease.beat(store, name)
    assert lease.dead(store, dead_s=60) == []
    lease.leave(store, "leaves")
    assert lease.dead(store, dead_s=60) == ["leaves"]
    lease.forget(store, "leaves")
    lease.forget(store, "leaves")
    assert lease.known(store) == {"stays"}


def test_a_process_that_was_seen_to_end_is_dead_at_once(store: Store) -> None:
    lease.beat(store, "mine")
    lease.declare_dead(store, os.getpid() + 1)
    assert lease.dead(store, dead_s=60) == []
    lease.declare_dead(store, os.getpid())
    assert lease.dead(store, dead_s=60) == ["mine"]


def test_leaving_ends_ones_own_attempts_only(store: Store) -> None:
    call_pk = stored_call(store)
    begun = [attempt(store, call_pk, "transcribe", 1, name) for name in ("stays", "leaves")]
    for each in begun:
        each.__enter__()
    lease.leave(store, "leaves")
    with store.reading() as session:
        rows = session.query(Attempt.executor_id, Attempt.ended_at).all()
    assert {name: ended is None for name, ended in rows} == {"stays": True, "leaves": False}
