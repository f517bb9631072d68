"""What became of calls whose worker died, whose job is gone or whose job nobody runs any more.

Every worker looks, now and then; with audit/jobs.py the only module that knows the job engine.
"""

import logging
from collections.abc import Iterator, Sequence

from dbos import DBOS, WorkflowStatus
from sqlalchemy import select, update

from audit import lease, pipeline
from audit.config import Settings
from audit.progress import OPEN
from audit.store import Call, Store
from audit.store.planning import rare

PAGE = 500  # rows looked at in one go

log = logging.getLogger(__name__)


class Recovery:
    """One worker's part in it. `in_hand` are the jobs that run in this very process."""

    def __init__(self, settings: Settings, store: Store, executor_id: str) -> None:
        self._settings, self._store, self._id = settings, store, executor_id
        self.in_hand: set[str] = set()
        self._left: set[str] = set()  # by nobody in hand when last looked at

    def sweep(self) -> None:
        """Put the calls of dead workers back into the queue."""
        for executor_id in lease.dead(self._store, self._settings.dead_s):
            hand_over(executor_id)
            if not DBOS.list_workflows(status="PENDING", executor_id=executor_id, limit=1):
                lease.forget(self._store, executor_id)
                log.warning("worker %s is gone; its calls were handed over", executor_id)

    def reconcile(self) -> None:
        """Open calls whose job is missing, has ended, belongs to nobody or is run by nobody."""
        before, self._left = self._left, set()
        for page in self._open_calls():
            ids = [workflow_id(call_pk, try_no) for call_pk, try_no in page]
            found = {
                w.workflow_id: w
                for w in DBOS.list_workflows(workflow_ids=ids, load_input=False, load_output=False)
            }
            for (call_pk, _), wanted in zip(page, ids, strict=True):
                workflow = found.get(wanted)
                if workflow is None:
                    self._reopen(call_pk)
                elif workflow.status not in {"ENQUEUED", "PENDING", "DELAYED"}:
                    self._close(call_pk, workflow.status)
                elif self._left_lying(workflow):
                    self._left.add(wanted)
                    if wanted in before:
                        log.warning("call %s: its job was left lying", call_pk)
                        DBOS.cancel_workflow(wanted)
                        self._close(call_pk, "ERROR")
        for owner in self._ownerless():
            hand_over(owner)

    def _left_lying(self, workflow: WorkflowStatus) -> bool:
        """Whether it counts as this worker's and is not run by it.

        So it is when even the failure could not be written, on a full disk say. Between being taken
        and being run, and between its end and its status, a job looks the same for a moment.
        """
        mine = workflow.status == "PENDING" and workflow.executor_id == self._id
        return mine and workflow.workflow_id not in self.in_hand

    def _open_calls(self) -> Iterator[Sequence[tuple[int, int]]]:
        """Pages of (id, try_no); received calls are the enqueuer's."""
        last = 0
        while True:
            with self._store.reading() as session:
                page = session.execute(
                    select(Call.id, Call.try_no)
                    .where(rare(Call.status.in_(("queued", "processing"))), Call.id > last)
                    .order_by(Call.id)
                    .limit(PAGE)
                ).all()
            if not page:
                return
            yield page
            last = page[-1][0]

    def _reopen(self, call_pk: int) -> None:
        with self._store.writing() as session:
            still_open = update(Call).where(Call.id == call_pk, Call.status.in_(OPEN))
            session.execute(still_open.values(status="received"))

    def _close(self, call_pk: int, status: str) -> None:
        """What ended without a result. Read again under the lock: it may have just finished.

        With an error, of the database say, it may go better next time; what the engine gave up
        after many recoveries is parked.
        """
        with self._store.writing() as session:
            if session.get_one(Call, call_pk).status not in OPEN:
                return
            text = f"the job ended as {status} without a result"
            if status == "ERROR":
                first_s = self._settings.put_back_s
                pipeline.put_back(session, call_pk, "job_ended", text, first_s)
            else:
                pipeline.park(session, call_pk, "job_ended", f"{text}; retry the call")

    def _ownerless(self) -> set[str]:
        pending = DBOS.list_workflows(status="PENDING", load_input=False, load_output=False)
        owners = {workflow.executor_id for workflow in pending if workflow.executor_id}
        return owners - lease.known(self._store)


def workflow_id(call_pk: int, try_no: int) -> str:
    """One processing for each try of a call, however often it is enqueued."""
    return f"call:{call_pk}:{try_no}"


def hand_over(executor_id: str) -> None:
    """Put what this executor left pending back into its queue, guarded by "still owned by it".

    A private function of the engine (hence the pin dbos<3.5 and a contract test): the public
    resume_workflows is unguarded and forgets how often a workflow was recovered.
    """
    DBOS._recover_pending_workflows([executor_id])
