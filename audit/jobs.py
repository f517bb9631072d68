"""The job engine, which beside this only recovery.py knows: makes the pipeline survive crashes.

The call row is the truth; the engine carries ids. Taking a call in only writes its row: every
worker enqueues "received" rows under a fixed id, so that no crash loses one (design/jobs.md, 6).
"""

import fcntl
import logging
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from dbos import DBOS, DBOSConfig, SQLAlchemyDatasource
from dbos._error import DBOSMaxStepRetriesExceeded
from sqlalchemy import make_url, update
from sqlalchemy.exc import DBAPIError

from audit import keeping, lease, pipeline
from audit.attempts import attempt
from audit.checked import Checked
from audit.chores import every
from audit.config import Settings
from audit.duties import duties
from audit.enqueue import next_calls
from audit.hearing.wire import HearingError
from audit.packs import LivePack
from audit.places import recordings_of
from audit.recogniser import hearing_of
from audit.recovery import PAGE, Recovery, workflow_id
from audit.second_reader.find import find_second_reader
from audit.store import Call, Store
from checks.dialogue.roles import with_roles
from transcribe.problem import PassingProblem, Problem
from transcribe.transcript import Transcript

QUEUE = "calls"
WORKFLOW = "process_call"
# Pinned: the engine's default is a hash of the source, and a changed source would leave every
# waiting call behind. A change of the steps gets a new workflow name instead.
VERSION = "pipeline-1"
POLL_S = 1.0  # how soon a received row is enqueued
DEQUEUE_S = 0.1  # a worker takes one call a poll: at most ten a second, for calls that have turns

log = logging.getLogger(__name__)


class Worker:
    """One worker process: construct once, `run` until told to stop. One call at a time."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self.id = lease.new_id()
        self._settings, self._store = settings, store
        self._recordings = recordings_of(settings)
        self._live = LivePack(settings)
        self._recovery = Recovery(settings, store, self.id)
        self._second = find_second_reader(settings)
        self._hearing = hearing_of(settings)
        DBOS(config=_config(settings, self.id))
        source = SQLAlchemyDatasource.create(settings.database_url, engine=store.engine)
        self._register(source)

    def _register(self, source: SQLAlchemyDatasource) -> None:
        """Tell the engine the workflow and its steps; it takes plain functions only."""

        @DBOS.step(
            name="transcribe",
            retries_allowed=True,
            max_attempts=3,
            backoff_rate=4,
            interval_seconds=self._settings.retry_s,
            should_retry=_may_pass,
        )
        def transcribe(call_pk: int, try_no: int) -> int:
            return self._transcribe(call_pk, try_no)

        @source.transaction(name="record")
        def record(transcript_pk: int, checked: Checked) -> int:
            return keeping.record(source.sql_session(), transcript_pk, checked)

        @source.transaction(name="park")
        def park(call_pk: int, code: str, text: str) -> None:
            pipeline.park(source.sql_session(), call_pk, code, text)

        @source.transaction(name="put_back")
        def put_back(call_pk: int, code: str, text: str) -> None:
            pipeline.put_back(source.sql_session(), call_pk, code, text, self._settings.put_back_s)

        @DBOS.workflow(name=WORKFLOW, max_recovery_attempts=5)
        def process_call(call_pk: int, try_no: int) -> None:
            mine = workflow_id(call_pk, try_no)
            self._recovery.in_hand.add(mine)
            try:
                transcript_pk = transcribe(call_pk, try_no)
                with attempt(self._store, call_pk, "check", try_no, self.id):
                    record(transcript_pk, self._check(transcript_pk))
            except Exception as error:
                passing, code, text = _told(error)
                aside = put_back if passing else park
                log.warning("call %s: %s: %s", call_pk, aside.__name__, code)
                aside(call_pk, code, text)
            finally:
                self._recovery.in_hand.discard(mine)

    def run(self, stop: threading.Event) -> None:
        """Work until `stop` is set; then let the call in hand finish, or hand it over."""
        settings = self._settings
        lease.beat(self._store, self.id)  # before the launch: nobody works without a lease
        with _one_launch(settings):
            DBOS.launch()
            DBOS.register_queue(QUEUE, worker_concurrency=1, polling_interval_sec=DEQUEUE_S)
        chores = [
            every(settings.beat_s, lambda: lease.beat(self._store, self.id), stop),
            every(POLL_S, self._enqueue, stop),
            every(settings.sweep_s, self._recovery.sweep, stop),
            every(settings.reconcile_s, self._recovery.reconcile, stop),
            *(
                every(seconds, duty, stop)
                for seconds, duty in duties(settings, self._store, self._recordings, self._live)
            ),
        ]
        stop.wait()
        for chore in chores:
            chore.join()
        DBOS.destroy(workflow_completion_timeout_sec=settings.drain_s)
        self._hearing.close()
        lease.leave(self._store, self.id)

    def _transcribe(self, call_pk: int, try_no: int) -> int:
        with attempt(self._store, call_pk, "transcribe", try_no, self.id):
            revision = pipeline.asr_rev(self._settings)
            made = pipeline.transcribe(self._store, self._recordings, call_pk, revision, self._hear)
            self._prepare(call_pk)
            return made

    def _prepare(self, call_pk: int) -> None:
        """What the page of a long call needs; without it the page makes it, and somebody waits."""
        from audit import media  # decoders, which a worker of imported calls never needs

        with self._store.reading() as session:
            recording = session.get_one(Call, call_pk).recording
        try:
            if recording is not None:
                media.prepare(self._settings, recording)
        except (Problem, OSError) as error:
            log.warning("call %s: its sound was not made ready: %s", call_pk, type(error).__name__)

    def _hear(self, path: Path, channels: Mapping[str, str] | None, seconds: float) -> Transcript:
        heard = self._hearing.transcribe(path, channels, seconds)
        return replace(heard, turns=with_roles(heard.turns, self._live.pack))

    def _check(self, transcript_pk: int) -> Checked:
        return pipeline.check(self._store, transcript_pk, self._live.pack, self._second)

    def _enqueue(self) -> None:
        """Give received calls to the engine, the urgent and then the older ones first."""
        with self._store.reading() as session:
            waiting = next_calls(session, PAGE)
        for call_pk, try_no, priority in waiting:
            DBOS.enqueue_workflow_with_options(
                {
                    "workflow_name": WORKFLOW,
                    "queue_name": QUEUE,
                    "app_version": VERSION,
                    "workflow_id": workflow_id(call_pk, try_no),
                    "priority": priority,
                },
                call_pk,
                try_no,
            )
        with self._store.writing() as session:
            session.execute(
                update(Call)
                .where(Call.id.in_([row[0] for row in waiting]), Call.status == "received")
                .values(status="queued")
            )


def _config(settings: Settings, executor_id: str) -> DBOSConfig:
    return {
        "name": "callaudit",
        "system_database_url": settings.jobs_url,
        "executor_id": executor_id,
        "application_version": VERSION,
        "log_level": "WARNING",
    }


@contextmanager
def _one_launch(settings: Settings) -> Iterator[None]:
    """Workers of one machine launch one after the other: each first makes or migrates the tables.

    The engine does not switch SQLite to WAL itself, which is four times slower (design/jobs.md).
    """
    url = make_url(settings.jobs_url)
    settings.data.mkdir(parents=True, exist_ok=True)
    with (settings.data / "launch.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if url.get_backend_name() == "sqlite":
            connection = sqlite3.connect(url.database or "", timeout=30)
            connection.execute("PRAGMA journal_mode=WAL")
            connection.close()
        yield


def _may_pass(error: BaseException) -> bool:
    """A crash may not come again; a bad recording stays bad."""
    return isinstance(error, PassingProblem) or not isinstance(error, Problem)


def _told(error: Exception) -> tuple[bool, str, str]:
    """Whether it will pass, its code, and its sentence for the person who opens the call."""
    if isinstance(error, DBOSMaxStepRetriesExceeded):
        error = error.errors[-1]
    if isinstance(error, Problem):
        return isinstance(error, PassingProblem), error.code, str(error)
    if isinstance(error, DBAPIError):  # its text holds the statement with what was to be stored
        return True, "database_down", f"the database failed ({type(error.orig).__name__})"
    kind = "hearing_failed" if isinstance(error, HearingError) else "internal_error"
    return False, kind, f"{type(error).__name__}: {error}"
