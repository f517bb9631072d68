"""The order of the work, and shares of clients."""

from datetime import timedelta

import pytest
from handmade import code_of
from making import stored_call
from sqlalchemy import select, update

from audit.clients import list_clients, retention, set_terms
from audit.clock import now
from audit.enqueue import next_calls
from audit.progress import BACKFILL, FRESH
from audit.review.retry import retry
from audit.store import Call, Store, User
from audit.upkeep.purge import due
from audit.upkeep.retention import RetentionSettings


def order(store: Store, most: int = 10) -> list[str]:
    with store.reading() as session:
        ids = [each.call_pk for each in next_calls(session, most)]
        names = dict(session.execute(select(Call.id, Call.call_id)).all())
    return [names[pk] for pk in ids]


def today() -> str:
    return now().isoformat()


def test_what_people_wait_for_then_today_then_the_past(
    store: Store, people: dict[str, User]
) -> None:
    stored_call(store, "old")
    stored_call(store, "today", started_at=today())
    again = stored_call(store, "again")
    with store.writing() as session:
        session.execute(update(Call).where(Call.id == again).values(status="parked"))
        known = dict(session.execute(select(Call.call_id, Call.priority)).all())
    assert (known["old"], known["today"]) == (BACKFILL, FRESH)
    retry(store, people["inspector"], again)
    assert order(store) == ["again", "today", "old"]


def test_a_client_with_a_share_leaves_room_for_others(
    store: Store, people: dict[str, User]
) -> None:
    for number in range(4):
        stored_call(store, f"A{number}", client="甲")
    stored_call(store, "B", client="乙")
    set_terms(store, people["admin"], "甲", keep_days=None, at_once=2)
    assert order(store) == ["A0", "A1", "B"]
    with store.writing() as session:
        session.execute(update(Call).where(Call.call_id == "A0").values(status="processing"))
    assert order(store) == ["A1", "B"]
    with store.writing() as session:
        session.execute(update(Call).where(Call.call_id == "A1").values(status="queued"))
    assert order(store) == ["B"]
    with store.writing() as session:
        session.execute(update(Call).where(Call.call_id == "A0").values(status="audited"))
    assert order(store) == ["A2", "B"]


def test_terms_of_a_client_stand_above_the_settings(store: Store, people: dict[str, User]) -> None:
    stored_call(store, "A", client="甲", started_at=(now() - timedelta(days=400)).isoformat())
    with store.writing() as session:
        session.execute(update(Call).values(status="audited"))
    settings = RetentionSettings(clients={"甲": 300})
    assert len(list(due(store, settings))) == 1
    set_terms(store, people["officer"], "甲", keep_days=500, at_once=None)
    assert list(due(store, settings)) == []
    with store.reading() as session:
        assert retention(session, settings).clients == {"甲": 500}
    (client,) = list_clients(store, people["officer"], settings)
    assert (client.keep_days, client.own, client.waiting) == (500, True, 0)


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ({"client": " ", "keep_days": 1, "at_once": None}, "bad_client"),
        ({"client": "甲", "keep_days": 0, "at_once": None}, "bad_days"),
        ({"client": "甲", "keep_days": None, "at_once": 0}, "bad_share"),
    ],
)
def test_wrong_terms(
    store: Store, people: dict[str, User], terms: dict[str, object], code: str
) -> None:
    assert code_of(set_terms, store, people["admin"], **terms) == code
