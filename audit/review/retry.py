"""Trying a parked call again."""

from audit import journal
from audit.progress import WAITED_FOR
from audit.review.permissions import call_for
from audit.store import Store, User
from transcribe.problem import Problem


def retry(store: Store, by: User, call_id: int) -> None:
    """Put a parked call back to the start, as a new try that any worker takes up.

    Problem `not_found`, `forbidden`, or `conflict` where it is not parked.
    """
    with store.writing() as session:
        call = call_for(session, by, call_id, "take_in")
        if call.status != "parked":
            raise Problem("conflict", f"this call is {call.status}", mend="look again")
        call.status, call.stage, call.try_no = "received", "", call.try_no + 1
        call.priority = WAITED_FOR
        call.error_code = call.error = ""
        call.waits, call.wait_until = 0, None
        call.finished_at = None
        journal.append(session, by.name, "call retried", call=call.id, try_no=call.try_no)
