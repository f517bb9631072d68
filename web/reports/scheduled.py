"""Reports that are made by themselves: which, and fetching what was made."""

from flask import Blueprint, Response, abort, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue

from audit.clock import read_day
from audit.report.schedule import add_schedule, made_file, stop_schedule
from audit.store import User
from web.auth import person
from web.state import state

blueprint = Blueprint("scheduled", __name__)


@blueprint.post("/reports/schedules")
def add() -> ResponseReturnValue:
    form = request.form
    chosen = {name: form.get(name, "") for name in ("client", "agency", "team")}
    store, every, shape = state().store, form.get("every", ""), form.get("form", "")
    add_schedule(store, person(), every, shape, **chosen)
    return redirect(url_for("reports.page", _anchor="scheduled"))


@blueprint.post("/reports/schedules/<int:number>/stop")
def stop(number: int) -> ResponseReturnValue:
    stop_schedule(state().store, person(), number)
    return redirect(url_for("reports.page", _anchor="scheduled"))


@blueprint.get("/reports/made/<int:schedule>/<since>")
def fetch(schedule: int, since: str) -> ResponseReturnValue:
    """The file of one period."""
    return made_download(schedule, since, person())


def made_download(schedule: int, since: str, who: User) -> Response:
    """The file of one period of one's own schedule."""
    try:
        day = read_day(since)
    except ValueError:
        abort(404)
    file = made_file(state().settings, state().store, who, schedule, day)
    return send_file(file.resolve(), as_attachment=True, download_name=file.name)
