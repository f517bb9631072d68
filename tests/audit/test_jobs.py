"""What we rely on in the job engine; a new version of it that differs turns this red."""

import sqlite3
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest
from dbos import DBOS
from making import stored_call

from audit import jobs, lease, recovery
from audit.config import Settings
from audit.store import Call, open_store
from audit.store.schema import prepare


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Settings]:
    settings = Settings(data=tmp_path)
    DBOS(config=jobs._config(settings, lease.new_id()))

    @DBOS.workflow(name=jobs.WORKFLOW)
    def nothing(_call_pk: int, _try_no: int) -> None:
        return None

    with jobs._one_launch(settings):
        DBOS.launch()
    yield settings
    DBOS.destroy(destroy_registry=True)


def pending(settings: Settings, executor_id: str, call_pk: int = 7) -> str:
    """A workflow that this executor began; nobody listens to its queue here."""
    wanted = recovery.workflow_id(call_pk, 1)
    DBOS.enqueue_workflow_with_options(
        {
            "workflow_name": jobs.WORKFLOW,
            "queue_name": "nobody-listens",
            "app_version": jobs.VERSION,
            "workflow_id": wanted,
            "priority": 100,
        },
        call_pk,
        1,
    )
    with sqlite3.connect(settings.data / "jobs.db") as database:
        database.execute(
            "UPDATE workflow_status SET status = 'PENDING', executor_id = ?", (executor_id,)
        )
    database.close()
    return wanted


def status(wanted: str) -> str:
    found = DBOS.get_workflow_status(wanted)
    assert found is not None
    return found.status


def test_the_private_hand_over_moves_only_what_that_executor_holds(engine: Settings) -> None:
    assert version("dbos").startswith("3.4.")
    wanted = pending(engine, "dead")
    recovery.hand_over("somebody-else")
    assert status(wanted) == "PENDING"
    recovery.hand_over("dead")
    assert status(wanted) == "ENQUEUED"


def test_a_job_that_nobody_runs_is_begun_anew_and_one_in_hand_is_not(engine: Settings) -> None:
    """As a full disk leaves one, on which not even the failure could be written."""
    store = open_store(engine.database_url)
    prepare(store)
    call_pk = stored_call(store)
    with store.writing() as session:
        session.get_one(Call, call_pk).status = "processing"
    wanted = pending(engine, "me", call_pk)
    lease.beat(store, "me")
    mine = recovery.Recovery(engine, store, "me")
    mine.in_hand.add(wanted)
    mine.reconcile()
    mine.reconcile()
    mine.in_hand.clear()
    mine.reconcile()  # it may have ended this very moment
    assert status(wanted) == "PENDING"
    mine.reconcile()
    assert status(wanted) == "CANCELLED"
    with store.reading() as session:
        call = session.get_one(Call, call_pk)
        assert (call.status, call.try_no, call.error_code) == ("received", 2, "job_ended")
    store.engine.dispose()


def test_the_same_id_is_one_workflow(engine: Settings) -> None:
    assert pending(engine, "a") == pending(engine, "a")
    assert len(DBOS.list_workflows()) == 1


def test_the_engines_database_is_in_wal_mode(engine: Settings) -> None:
    database = sqlite3.connect(engine.data / "jobs.db")
    assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    database.close()


def test_no_two_workers_share_an_id() -> None:
    ids = {lease.new_id() for _ in range(100)}
    assert len(ids) == 100
    assert "local" not in ids
