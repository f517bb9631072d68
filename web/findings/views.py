"""Deciding about a finding, taking that back, moving it to another rule, and caring for alerts."""

from collections.abc import Callable
from typing import cast, get_args

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from audit.review.add import move
from audit.review.decide import decide, get_finding, mark_alert_seen
from audit.review.undo import withdraw
from audit.review.urgent import urgent
from audit.store import Finding, Verdict
from transcribe.problem import Problem
from web.auth import person
from web.reports.download import evidence as evidence_file
from web.state import state

blueprint = Blueprint("findings", __name__, template_folder="templates")


@blueprint.post("/findings/<int:finding_id>/decision")
def decision(finding_id: int) -> ResponseReturnValue:
    """Confirm or dismiss; answers with the finding's card, 409 where somebody was faster."""
    wanted = request.form.get("decision", "")
    if wanted not in get_args(Verdict):
        abort(422)
    note, severity = request.form.get("note", ""), request.form.get("severity", "")
    return _card(
        finding_id,
        lambda version: decide(
            state().store, person(), finding_id, cast(Verdict, wanted),
            note=note, version=version, severity=severity,
        ),
        note,
    )  # fmt: skip


@blueprint.post("/findings/<int:finding_id>/withdraw")
def take_back(finding_id: int) -> ResponseReturnValue:
    """Take back one's own last decision; answers as deciding does."""
    return _card(
        finding_id, lambda version: withdraw(state().store, person(), finding_id, version=version)
    )


@blueprint.post("/findings/<int:finding_id>/move")
def move_(finding_id: int) -> ResponseReturnValue:
    """Put the evidence under another rule; leads to the call, where both are seen."""
    form, pack = request.form, state().pack
    version = form.get("version", type=int)
    made = move(
        state().store, person(), pack, finding_id, rule=form.get("rule", ""), version=version
    )
    return redirect(url_for("calls.call", call_id=made.call_id, _anchor=f"finding-{made.id}"))


def _card(
    finding_id: int, act: Callable[[int | None], Finding], note: str = ""
) -> ResponseReturnValue:
    conflict = False
    try:
        finding = act(request.form.get("version", type=int))
    except Problem as problem:
        if problem.code != "conflict":
            raise
        finding, conflict = get_finding(state().store, person(), finding_id), True
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


@blueprint.get("/alerts")
def alerts() -> ResponseReturnValue:
    """The urgent list."""
    return render_template("findings/urgent.html", alerts=urgent(state().store, person()))


@blueprint.post("/alerts/<int:alert_id>/seen")
def alert_seen(alert_id: int) -> ResponseReturnValue:
    """Cared for, or open again with `seen` 0."""
    seen = request.form.get("seen", "1") == "1"
    alert = mark_alert_seen(state().store, person(), alert_id, seen=seen)
    if not request.headers.get("HX-Request"):
        return redirect(url_for("calls.call", call_id=alert.call_id))
    return render_template("findings/alert.html", alert=alert, may_review=True)
