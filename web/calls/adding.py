"""Adding to a call what the machine missed, and notes."""

from dataclasses import asdict
from urllib.parse import urlencode

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from audit.review.add import Missed, add_missed
from audit.review.notes import add_note
from transcribe.problem import Problem
from web.auth import person
from web.calls.views import call_page, kept_filters, open_call
from web.state import state

blueprint = Blueprint("adding", __name__)
# What the person can mend on the page, with the form still open.
_MENDED = {"conflict": 409, "bad_rule": 422, "bad_severity": 422, "bad_quote": 422}


@blueprint.post("/calls/<int:call_id>/findings")
def add(call_id: int) -> ResponseReturnValue:
    """A violation that the machine missed; refused, the page keeps what was chosen and written."""
    form = request.form
    missed = Missed(
        form.get("audit", 0, type=int),
        form.get("rule", ""),
        form.get("turn", -1, type=int),
        form.get("quote", ""),
        form.get("start", 0, type=int),
        form.get("severity", ""),
        form.get("note", ""),
    )
    try:
        made = add_missed(state().store, person(), state().pack, call_id, missed)
    except Problem as problem:
        if problem.code not in _MENDED:
            raise
        kept = asdict(missed) | {"code": problem.code}
        page = call_page(open_call(call_id), missed=kept)
        return page, _MENDED[problem.code]
    return _back(call_id, f"finding-{made.id}")


@blueprint.post("/calls/<int:call_id>/notes")
def note(call_id: int) -> ResponseReturnValue:
    """Leave a note for whoever looks at this call next; refused, the page keeps it."""
    text = request.form.get("text", "")
    try:
        add_note(state().store, person(), call_id, text)
    except Problem as problem:
        if problem.code != "bad_note":
            raise
        return call_page(open_call(call_id), noted=text), 422
    return _back(call_id, "notes")


def _back(call_id: int, anchor: str) -> ResponseReturnValue:
    """To the call among its neighbours of the queue."""
    query = urlencode(kept_filters())
    return redirect(f"{url_for('calls.call', call_id=call_id)}?{query}#{anchor}")
