"""Deciding about a finding, and taking note of an alert."""

from typing import cast, get_args

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from audit.review.decide import decide, get_finding, mark_alert_seen
from audit.store import Decision
from transcribe.problem import Problem
from web.auth import person
from web.reports.download import evidence as evidence_file
from web.state import state

blueprint = Blueprint("findings", __name__, template_folder="templates")


@blueprint.post("/findings/<int:finding_id>/decision")
def decision(finding_id: int) -> ResponseReturnValue:
    """Confirm or dismiss; answers with the finding's card, 409 where somebody was faster."""
    wanted = request.form.get("decision", "")
    if wanted not in get_args(Decision):
        abort(422)
    note, version = request.form.get("note", ""), request.form.get("version", type=int)
    store, conflict = state().store, False
    try:
        finding = decide(
            store, person(), finding_id, cast(Decision, wanted), note=note, version=version
        )
    except Problem as problem:
        if problem.code != "conflict":
            raise
        finding, conflict = get_finding(store, person(), finding_id), True
    if not request.headers.get("HX-Request") and not conflict:
        return redirect(url_for("calls.call", call_id=finding.call_id))
    card = render_template(
        "findings/card.html", finding=finding, may_review=True, conflict=conflict, note=note
    )
    return card, 409 if conflict else 200


@blueprint.get("/findings/<int:finding_id>/evidence.zip")
def evidence(finding_id: int) -> ResponseReturnValue:
    """The evidence package of a confirmed finding; journals the export."""
    return evidence_file(finding_id, person())


@blueprint.post("/alerts/<int:alert_id>/seen")
def alert_seen(alert_id: int) -> ResponseReturnValue:
    alert = mark_alert_seen(state().store, person(), alert_id)
    if not request.headers.get("HX-Request"):
        return redirect(url_for("calls.call", call_id=alert.call_id))
    return render_template("findings/alert.html", alert=alert, may_review=True)
