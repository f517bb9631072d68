"""My scores for collectors, and for reviewers the appeals that wait for an answer."""

from typing import cast

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from audit.review.appeals import acknowledge, answer, appeal, open_appeals, why_not
from audit.review.deductions import deductions
from audit.review.permissions import demand
from audit.review.scores import mean, weeks
from audit.store import AppealOutcome
from web.appeals.trend import trend
from web.auth import person
from web.media import new_view
from web.state import state

blueprint = Blueprint("appeals", __name__, template_folder="templates")


@blueprint.get("/scores")
def scores() -> ResponseReturnValue:
    """The collector's own scores and deductions."""
    demand(person(), "appeal")
    store, card = state().store, state().pack.card
    past = weeks(store, person(), card)
    cuts = deductions(store, person(), card, state().settings.appeal_days)
    return render_template(
        "appeals/scores.html",
        weeks=past,
        trend=trend(past, card.full),
        mean=mean(past),
        full=card.full,
        days=state().settings.appeal_days,
        deductions=cuts,
        view={each.finding.id: new_view(each.finding.call_id) for each in cuts if each.seconds},
    )


@blueprint.post("/findings/<int:finding_id>/appeal")
def make(finding_id: int) -> ResponseReturnValue:
    """The collector appeals, with a reason."""
    days = state().settings.appeal_days
    appeal(state().store, person(), finding_id, request.form.get("reason", ""), days)
    return redirect(f"{url_for('appeals.scores')}#finding-{finding_id}")


@blueprint.post("/findings/<int:finding_id>/acknowledgement")
def note(finding_id: int) -> ResponseReturnValue:
    """The collector takes note."""
    acknowledge(state().store, person(), finding_id)
    return redirect(f"{url_for('appeals.scores')}#finding-{finding_id}")


@blueprint.get("/appeals")
def waiting() -> ResponseReturnValue:
    """The open appeals, the oldest first."""
    made = open_appeals(state().store, person())
    return render_template(
        "appeals/waiting.html", appeals=[(each, why_not(person(), each)) for each in made]
    )


@blueprint.post("/appeals/<int:appeal_id>/answer")
def decide(appeal_id: int) -> ResponseReturnValue:
    """Uphold or overturn, with the reason."""
    outcome = request.form.get("outcome", "")
    if outcome not in ("upheld", "overturned"):
        abort(422)
    wanted = cast(AppealOutcome, outcome)
    answer(state().store, person(), appeal_id, wanted, request.form.get("note", ""))
    return redirect(url_for("appeals.waiting"))
