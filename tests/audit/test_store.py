"""The database: migrations agree with the models, pragmas hold, sealed rows stay."""

from pathlib import Path

import pytest
from alembic import command
from making import audited_call
from postgres import unseal
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from audit import journal
from audit.store import Finding, JournalEntry, Store, open_store
from audit.store.schema import _config, current, head, prepare, upgrade
from transcribe.problem import Problem


def test_migrations_make_exactly_the_models(store: Store) -> None:
    command.check(_config(store))


def test_a_second_upgrade_changes_nothing(store: Store) -> None:
    upgrade(store)
    prepare(store)
    assert current(store) == head()


def test_an_older_database_is_not_changed_behind_the_operators_back(store: Store) -> None:
    with store.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    with pytest.raises(Problem, match="callaudit migrate") as told:
        prepare(store)
    assert told.value.code == "schema_behind"


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 30_000)],
)
def test_pragmas(store: Store, pragma: str, value: object) -> None:
    if store.dialect != "sqlite":
        pytest.skip("pragmas are SQLite's")
    for opened in (store.reading, store.writing):
        with opened() as session:
            assert session.scalar(text(f"PRAGMA {pragma}")) == value


def test_a_reader_sees_the_past_while_a_writer_writes(store: Store) -> None:
    with store.writing() as writer, store.reading() as reader:
        journal.append(writer, "t", "first")
        assert reader.scalar(select(JournalEntry.id)) is None


@pytest.mark.parametrize("change", ["UPDATE journal SET body = ''", "DELETE FROM journal"])
def test_the_database_refuses_to_change_the_journal(store: Store, change: str) -> None:
    with store.writing() as session:
        journal.append(session, "t", "first")
    with pytest.raises(IntegrityError, match="never changed"), store.writing() as session:
        session.execute(text(change))


def test_two_people_cannot_decide_one_finding_at_once(store: Store) -> None:
    finding_id = audited_call(store)
    with store.reading() as early:
        stale = early.get_one(Finding, finding_id)
    with store.writing() as session:
        session.get_one(Finding, finding_id).status = "confirmed"
    stale.status = "dismissed"
    with pytest.raises(StaleDataError), store.writing() as session:
        session.add(stale)


def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    prepare(open_store(f"sqlite:///{tmp_path}/new/folder/app.db"))
    assert (tmp_path / "new/folder/app.db").is_file()


def test_tampering_with_the_journal_is_found(store: Store) -> None:
    with store.writing() as session:
        for number in range(5):
            journal.append(session, "t", "event", number=number)
        assert journal.first_broken(session) is None
    with store.writing() as session:
        unseal(session, "journal", "update")
        session.execute(
            update(JournalEntry).where(JournalEntry.id == 3).values(body='{"what":"other"}')
        )
    with store.reading() as session:
        assert journal.first_broken(session) == 3


def test_a_row_cut_out_of_the_journal_is_found(store: Store) -> None:
    with store.writing() as session:
        for number in range(4):
            journal.append(session, "t", "event", number=number)
        unseal(session, "journal", "delete")
        session.execute(text("DELETE FROM journal WHERE id = 2"))
        assert journal.first_broken(session) == 3
