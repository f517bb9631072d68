"""The contact history, from a file and from the database."""

from typing import Any

import pytest
from making import TURNS, raw, stored_call

from audit.contacts import histories, stored_histories, stored_history
from audit.store import Call, Store, Transcript

DAY = "2026-03-02T{}:00:00+08:00"


def at(hour: str, call_id: str, **more: Any) -> dict[str, Any]:
    return {"call_id": call_id, "started_at": DAY.format(hour), **more}


def test_siblings_in_a_file_are_each_others_history() -> None:
    found = histories(
        [raw(**at("09", "A")), raw(**at("10", "B", turns=[])), raw(**at("11", "C", case_id="K2"))]
    )
    assert found["A"] is not None
    assert [(c.started_at.hour, c.connected, c.number) for c in found["A"]] == [(10, False, "P1")]
    assert found["B"] is not None
    assert found["B"][0].connected
    assert found["C"] is None, "a lone call's history is not known"


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ({"case_id": "K2"}, False),
        ({"started_at": "2026-03-03T00:00:00+08:00"}, False),
        ({"started_at": "2026-03-02T00:30:00+08:00"}, True),
        # half past midnight in Shanghai is still the day before in UTC
        ({"started_at": "2026-03-01T23:59:00+08:00"}, False),
        ({"case_id": None, "debtor": None}, False),
    ],
)
def test_who_counts_as_a_sibling(store: Store, other: dict[str, Any], same: bool) -> None:
    late = at("12", "A")
    found = histories([raw(**late), raw(**({"call_id": "B"} | other))])
    assert (found["A"] is not None) is same
    stored_call(store, **({"call_id": "B"} | other))
    history = _stored(store, stored_call(store, **late))
    assert history is not None
    earlier = same and other["started_at"] < late["started_at"]
    assert bool(history) is earlier


def test_a_pack_may_ask_for_the_history_of_several_days(store: Store) -> None:
    days = {name: f"2026-03-{day}T12:00:00+08:00" for name, day in (("A", "01"), ("B", "07"))}
    found = histories([raw(call_id=name, started_at=at) for name, at in days.items()], 7)
    assert found["B"] is not None
    assert found["A"] is None, "a later call is no history"
    for name, at in days.items():
        last = stored_call(store, name, started_at=at)
    with store.reading() as session:
        call = session.get_one(Call, last)
        assert len(stored_history(session, call, 7) or ()) == 1
        assert stored_history(session, call, 6) == ()


def test_without_a_case_number_name_and_lender_tell_the_debtor(store: Store) -> None:
    stored_call(store, **at("09", "A", case_id=None))
    stored_call(store, **at("10", "B", case_id=None, client="另一银行"))
    history = _stored(store, stored_call(store, **at("11", "C", case_id=None)))
    assert history is not None
    assert [c.started_at.hour for c in history] == [1], "09:00 in Shanghai, in UTC"


def test_a_stored_call_without_debtor_or_start_has_no_known_history(store: Store) -> None:
    nobody = stored_call(store, "A", case_id=None, debtor=None)
    assert _stored(store, nobody) is None


def test_an_earlier_sibling_without_transcript_leaves_the_history_open(store: Store) -> None:
    early = stored_call(store, **at("09", "A"))
    late = stored_call(store, **at("10", "B"))
    with store.writing() as session:
        session.query(Transcript).filter_by(call_id=early).delete()
    assert _stored(store, late) is None
    assert _stored(store, early) == (), "a later one does not matter"


def test_unknown_speakers_connect_with_three_turns() -> None:
    turns = [turn | {"speaker": "unknown"} for turn in TURNS]
    found = histories([raw(**at("09", "A", turns=turns)), raw(**at("10", "B", turns=turns[:2]))])
    assert found["B"] is not None
    assert found["A"] is not None
    assert (found["B"][0].connected, found["A"][0].connected) == (True, False)


def _stored(store: Store, call_pk: int) -> Any:
    with store.reading() as session:
        return stored_history(session, session.get_one(Call, call_pk))


def test_asked_for_together_histories_are_the_same(store: Store) -> None:
    """Calls with a case, of other cases, without one, and of nobody who is known."""
    kinds: tuple[dict[str, Any], ...] = (
        at("09", "A"), at("10", "B", turns=[]), at("11", "C", case_id="K2"), at("12", "D"),
        at("10", "E", case_id=None), at("13", "F", case_id=None),
        at("14", "G", case_id=None, debtor=None),
    )  # fmt: skip
    ids = [stored_call(store, **kind) for kind in kinds]
    with store.reading() as session:
        calls = [session.get_one(Call, pk) for pk in ids]
        together = stored_histories(session, calls)
        assert together == {call.id: stored_history(session, call) for call in calls}
    lengths = [None if (found := together[pk]) is None else len(found) for pk in ids]
    assert lengths == [0, 1, 0, 2, 0, 1, None]
