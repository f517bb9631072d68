"""The progress of the work with what was parked, and the journal."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from audit import journal
from audit.review.permissions import demand
from audit.review.retry import retry
from audit.review.running import running
from web.auth import person
from web.state import state

blueprint = Blueprint("running", __name__, template_folder="templates")
_ENTRIES = 100


@blueprint.get("/progress")
def progress() -> ResponseReturnValue:
    told = running(state().store, person())
    return render_template("running/progress.html", told=told, dead_s=state().settings.dead_s)


@blueprint.post("/calls/<int:call_id>/retry")
def again(call_id: int) -> ResponseReturnValue:
    """Try a parked call again."""
    retry(state().store, person(), call_id)
    return redirect(url_for("running.progress"))


@blueprint.get("/journal")
def entries() -> ResponseReturnValue:
    """The newest entries; the filters and the place live in the address."""
    demand(person(), "see_journal")
    asked = {name: request.args.get(name, "").strip() for name in ("who", "what")}
    before = request.args.get("before", 0, type=int)
    with state().store.reading() as session:
        listed = journal.latest(session, **asked, before=before, limit=_ENTRIES)
        count = journal.count(session)
    return render_template(
        "running/journal.html",
        entries=listed,
        asked=asked,
        count=count,
        more=len(listed) == _ENTRIES,
    )
