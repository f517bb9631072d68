"""Good calls: read by collectors, chosen by reviewers."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from audit.review.exemplars import choose, drop, lessons
from web.auth import person
from web.state import state

blueprint = Blueprint("learning", __name__, template_folder="templates")


@blueprint.get("/examples")
def page() -> ResponseReturnValue:
    return render_template("learning/examples.html", lessons=lessons(state().store))


@blueprint.post("/calls/<int:call_id>/example")
def mark(call_id: int) -> ResponseReturnValue:
    """Choose with a reason, or drop with `drop`."""
    if request.form.get("drop"):
        drop(state().store, person(), call_id)
    else:
        choose(state().store, person(), call_id, request.form.get("reason", ""))
    return redirect(url_for("calls.call", call_id=call_id, _anchor="example"))
