"""Search over what was said: by words, in the newest transcript, also of calls stored before."""

import json
from pathlib import Path

import handmade
import pytest
from alembic import command
from sqlalchemy import select, text

from audit.clock import now
from audit.review.filters import Filters
from audit.review.queue import list_calls
from audit.review.snippets import snippet
from audit.store import Call, Store, Transcript, User, open_store
from audit.store.said import says, words_of
from audit.store.schema import _config, upgrade


def found(store: Store, asked: str) -> list[str]:
    with store.reading() as session:
        return list(
            session.scalars(
                select(Call.call_id).where(says(asked, store.engine.dialect)).order_by(Call.id)
            )
        )


@pytest.mark.parametrize(
    ("asked", "hit"),
    [
        ("信用卡", True),
        ("逾期 堵", True),  # words of two turns
        ("信用卡逾期", True),
        ("信用卡逾期两个月", True),
        ("文明一点", True),
        ("法院", False),
        ("信用卡 法院", False),
        ("？！", False),
        ('"', False),
        ("信用卡 OR 法院", False),
    ],
)
def test_every_word_must_be_said(store: Store, asked: str, hit: bool) -> None:
    handmade.add_call(store, "ONE")
    assert found(store, asked) == (["ONE"] if hit else [])


def test_traditional_characters_and_the_beginning_of_a_word_find_too(store: Store) -> None:
    handmade.add_call(store, "ONE")
    assert found(store, "逾") == ["ONE"]
    assert found(store, "信用卡逾期兩個月") == ["ONE"]


def test_a_newer_transcript_takes_the_olders_place(store: Store) -> None:
    call = handmade.add_call(store, "ONE")
    turns = [{"speaker": "agent", "start": 0, "end": 1, "text": "请问是王女士吗"}]
    new = Transcript(
        call_id=call, asr_rev="corrected:1", turns=turns, duration_s=1, created_at=now()
    )
    with store.writing() as session:
        session.add(new)
    assert found(store, "信用卡") == []
    assert found(store, "王女士") == ["ONE"]


def test_a_transcript_that_is_not_stored_is_not_found(store: Store) -> None:
    call = handmade.add_call(store, "ONE")
    turns = [{"speaker": "agent", "start": 0, "end": 1, "text": "请问是王女士吗"}]
    new = Transcript(call_id=call, asr_rev="two", turns=turns, duration_s=1, created_at=now())
    with store.writing() as session:
        session.add(new)
        session.flush()
        session.rollback()
    assert found(store, "王女士") == []


def test_calls_stored_before_are_found_after_the_migration(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/old.db")
    command.upgrade(_config(store), "0005")
    turns = json.dumps([{"speaker": "agent", "start": 0, "end": 1, "text": "请问是王女士吗"}])
    judged = [{"rule": r, "outcome": o} for r, o in (("abuse", "undecided"), ("threat", "clear"))]
    with store.writing() as session:
        session.execute(
            text(
                "INSERT INTO call (id, call_id, utc_offset_min, direction, agent_id, agent_name,"
                " team, case_id, client, agency, phone, callback_requested, debtor_name,"
                " metadata_json, status, stage, error_code, error, try_no, priority, risk,"
                " received_at) VALUES (7, 'OLD', 0, 'outbound', '', '', '', '', '', '', '', 0, '',"
                " '{}', 'audited', '', '', '', 1, 100, 0, '2026-01-01')"
            )
        )
        session.execute(
            text(
                "INSERT INTO transcript (id, call_id, asr_rev, turns, duration_s, engine,"
                " model_digest, created_at) VALUES (3, 7, 'x', :turns, 1, '', '', '2026-01-01')"
            ),
            {"turns": turns},
        )
        session.execute(
            text(
                "INSERT INTO audit (id, call_id, transcript_id, pack_rev, result, created_at)"
                " VALUES (1, 7, 3, 'p', :result, '2026-01-01')"
            ),
            {"result": json.dumps({"judgments": judged})},
        )
    upgrade(store)
    assert found(store, "王女士") == ["OLD"]
    with store.reading() as session:
        assert session.execute(text("SELECT undecided FROM audit")).scalar() == ",abuse,"


def test_a_row_shows_where_it_is_said(store: Store) -> None:
    handmade.people(store)
    handmade.add_call(store, "ONE")
    with store.reading() as session:
        inspector = session.scalars(select(User).where(User.name == "inspector")).one()
    (row,) = list_calls(store, inspector, Filters("all", {"said": "逾期兩個月"})).rows
    assert row.said is not None
    assert (row.said.turn, row.said.hit) == (2, "逾期两个月")
    assert row.said.before.endswith("信用卡")


def test_where_the_whole_wording_is_not_said_the_first_word_is_shown() -> None:
    turns = [{"text": "您好"}, {"text": "这笔欠款，还有逾期的利息"}]
    place = snippet(turns, "逾期 欠款", str)
    assert place is not None
    assert (place.turn, place.hit) == (1, "逾期")
    assert snippet(turns, "法院", str) is None


def test_words_are_those_of_the_dictionary() -> None:
    assert "信用卡" in words_of("您的信用卡，逾期了。")
    assert words_of("，。！") == []
