"""Forgetting: sound, text and names go, decisions stay; holds, clients and classes keep longer."""

import re
from datetime import timedelta
from pathlib import Path

import handmade
import pytest
from sqlalchemy import func, select, text

from audit import media
from audit.clock import now
from audit.config import Settings
from audit.recordings import Recordings
from audit.review.decide import decide
from audit.review.deductions import deductions
from audit.review.filters import Filters
from audit.review.notes import add_note
from audit.review.page import open_page
from audit.review.queue import list_calls
from audit.store import Call, Finding, JournalEntry, Recording, Store, Transcript, User
from audit.upkeep.purge import GONE, due, forget_call, hold, purge, release
from audit.upkeep.retention import RetentionSettings
from audit.upkeep.whole import faults
from checks.rulepack import load_pack
from transcribe.problem import Problem

NAMES = ("周文博", "真不要脸", "信用卡逾期", "派人", "八千五百元")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data")


@pytest.fixture
def old(store: Store, settings: Settings, tmp_path: Path) -> int:
    """A call of three years ago with sound, a confirmed finding and a note."""
    handmade.people(store)
    recording = handmade.add_recording(settings, tmp_path)
    call = handmade.add_call(
        store, "OLD", agent_id=handmade.OWN_ID, findings=[handmade.ABUSE],
        alerts=("complaint",), recording=recording,
    )  # fmt: skip
    with store.writing() as session:
        session.get_one(Call, call).started_at = now() - timedelta(days=3 * 365)
        inspector = session.query(User).filter_by(name="inspector").one()
    decide(store, inspector, 1, "confirm", note="听过")
    add_note(store, inspector, call, "周文博 很生气")
    with store.reading() as session:
        media.playable(settings, session.scalars(select(Recording)).one())
    return call


def everything(store: Store) -> str:
    """All that the database holds of calls, as text."""
    tables = ("call", "transcript", "audit", "finding", "alert", "fact", "note", "turn_vectors")
    with store.reading() as session:
        rows = [
            str(tuple(row))  # a row's own text is cut short
            for table in tables
            for row in session.execute(text(f"SELECT * FROM {table}"))
        ]
    # SQLite keeps JSON with every Chinese character escaped.
    return re.sub(r"\\+u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), "".join(rows))


def test_words_and_sound_go_and_decisions_stay(store: Store, settings: Settings, old: int) -> None:
    held = everything(store)
    assert [name for name in NAMES if name not in held] == []
    assert purge(settings, store) == 1
    assert [name for name in NAMES if name in everything(store)] == []
    files = [file for file in settings.data.rglob("*") if file.suffix in (".wav", ".flac")]
    assert files == []
    with store.reading() as session:
        finding = session.scalars(select(Finding)).one()
        assert (finding.status, finding.quotes, finding.turns) == ("confirmed", [GONE], [4])
        assert session.scalar(select(func.count(Recording.id))) == 0
        assert session.scalars(select(Transcript)).one().turns == []
        inspector = session.query(User).filter_by(name="inspector").one()
        collector = session.query(User).filter_by(name="collector").one()
        told = "".join(session.scalars(select(JournalEntry.body)))
    assert '"call purged"' in told
    page = open_page(store, inspector, old)
    assert [d.note for d in page.findings[0].decisions] == ["听过"]
    (cut,) = deductions(store, collector, load_pack().card, 7)
    assert cut.seconds is None
    assert list_calls(store, inspector, Filters("all", {"said": "信用卡"})).rows == []
    assert list(faults(store, Recordings(settings.recordings))) == []
    assert purge(settings, store) == 0


def test_what_died_after_the_sound_goes_on(
    store: Store, settings: Settings, old: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from audit.upkeep import purge as module

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_redact", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            purge(settings, store)
    with store.reading() as session:
        assert session.get_one(Call, old).purged_at is None
    assert purge(settings, store) == 1


def test_young_and_open_calls_stay(store: Store, settings: Settings) -> None:
    handmade.add_call(store, "YOUNG")
    waiting = handmade.add_call(store, "WAITING", status="received")
    with store.writing() as session:
        session.get_one(Call, waiting).started_at = now() - timedelta(days=3 * 365)
    assert purge(settings, store) == 0


def test_a_hold_keeps_and_a_release_frees(store: Store, settings: Settings, old: int) -> None:
    hold(store, "OLD", "投诉 12378")
    assert purge(settings, store) == 0
    assert not forget_call(settings, store, Recordings(settings.recordings), old)
    release(store, "OLD")
    assert purge(settings, store) == 1
    for wrong, code in ((("NONE", "x"), "not_found"), (("OLD", " "), "bad_reason")):
        with pytest.raises(Problem) as told:
            hold(store, *wrong)
        assert told.value.code == code


@pytest.mark.parametrize(
    ("retention", "count"),
    [
        ({"days": 365 * 4}, 0),
        ({"days": 365, "clients": {"青禾银行": 365 * 4}}, 0),
        ({"days": 365 * 4, "clients": {"青禾银行": 365}}, 1),
        ({"days": 365 * 4, "classes": {"complaint": 365}}, 0),
        ({"clients": {"青禾银行": 365}, "classes": {"complaint": 365 * 4}}, 1),
    ],
)
def test_by_client_and_class_the_longest_counts(
    store: Store, old: int, retention: dict[str, object], count: int
) -> None:
    settings = RetentionSettings.model_validate(retention)
    assert len(list(due(store, settings))) == count
    with store.writing() as session:
        call = session.get_one(Call, old)
        call.metadata_json = call.metadata_json | {"retention_class": "complaint"}
    expected = {0: {0, 1}, 1: {0, 1}}[count]
    assert len(list(due(store, settings))) in expected


def test_a_class_keeps_longer(store: Store, old: int) -> None:
    settings = RetentionSettings(days=365, classes={"complaint": 365 * 5})
    assert len(list(due(store, settings))) == 1
    with store.writing() as session:
        call = session.get_one(Call, old)
        call.metadata_json = call.metadata_json | {"retention_class": "complaint"}
    assert list(due(store, settings)) == []
