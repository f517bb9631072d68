"""The team: who reviews how much, and giving out what waits."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from audit.review.assign import assign, take_back
from audit.review.filters import Filters
from audit.review.queue import count_stages
from audit.review.team import team
from web.auth import person
from web.calls.views import filters_of_request
from web.state import state

blueprint = Blueprint("team", __name__, template_folder="templates")
_MOST = 2000  # calls in one go; more than a team reviews in a week


@blueprint.get("/team")
def page() -> ResponseReturnValue:
    members = team(state().store, person())
    filters = Filters("pending", filters_of_request().values)
    return render_template(
        "people/team.html",
        members=members,
        waiting=count_stages(state().store, person(), filters.values).by_stage["pending"],
        got=request.args.get("got", ""),
    )


@blueprint.post("/team/assign")
def give_out() -> ResponseReturnValue:
    """Shares by person; evenly where nobody typed other numbers."""
    form = request.form
    shares = {
        int(name.removeprefix("share-")): form.get(name, 0.0, type=float) or 0.0
        for name in form
        if name.startswith("share-") and name.removeprefix("share-").isdigit()
    }
    limit = max(1, min(_MOST, form.get("limit", 100, type=int)))
    values = {name: form.get(name, "").strip() for name in ("client", "severity")}
    filters = Filters("pending", {name: value for name, value in values.items() if value})
    by_skill = form.get("by_skill") == "1"
    told = assign(state().store, person(), filters, shares, limit, by_skill=by_skill)
    said = "、".join(f"{name} {count}" for name, count in told.items())
    return redirect(url_for("team.page", got=said))


@blueprint.post("/team/<int:user_id>/free")
def free(user_id: int) -> ResponseReturnValue:
    take_back(state().store, person(), user_id)
    return redirect(url_for("team.page"))
