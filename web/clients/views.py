"""Clients with their terms, and calls that are kept whatever their age."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from audit.clients import list_clients, list_holds, set_terms
from audit.review.hold import hold_call, release_call
from transcribe.problem import Problem
from web.auth import person
from web.state import state

blueprint = Blueprint("clients", __name__, template_folder="templates")
_MENDED = {"bad_client", "bad_days", "bad_share"}


@blueprint.get("/clients")
def page() -> ResponseReturnValue:
    return _page()


@blueprint.post("/clients")
def change() -> ResponseReturnValue:
    """Set the terms of one client; an empty field goes back to the settings."""
    name = request.form.get("client", "")
    try:
        set_terms(
            state().store,
            person(),
            name,
            keep_days=_number("keep_days"),
            at_once=_number("at_once"),
        )
    except Problem as problem:
        if problem.code not in _MENDED:
            raise
        return _page(wrong=problem.where), 422
    return redirect(url_for("clients.page"))


@blueprint.post("/calls/<int:call_id>/hold")
def hold(call_id: int) -> ResponseReturnValue:
    """Keep this call, with a reason, or no longer with `release`."""
    if request.form.get("release"):
        release_call(state().store, person(), call_id)
    else:
        hold_call(state().store, person(), call_id, request.form.get("reason", ""))
    return redirect(url_for("calls.call", call_id=call_id, _anchor="hold"))


def _number(field: str) -> int | None:
    """What is typed; what is no number counts as one out of range."""
    typed = request.form.get(field, "").strip()
    if not typed:
        return None
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1


def _page(wrong: str = "") -> str:
    retention = state().settings.retention
    return render_template(
        "clients/clients.html",
        clients=list_clients(state().store, person(), retention),
        holds=list_holds(state().store, person()),
        retention=retention,
        typed=request.form if wrong else {},
        wrong=wrong,
    )
