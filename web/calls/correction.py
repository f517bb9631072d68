"""Correcting a turn, or exchanging the speakers of a whole call."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from audit.review.correct import correct_turn, swap_speakers
from transcribe.problem import Problem
from web.auth import person
from web.calls.views import call_page, open_call
from web.state import state

blueprint = Blueprint("correction", __name__)


@blueprint.post("/calls/<int:call_id>/correction")
def correct(call_id: int) -> ResponseReturnValue:
    """One turn where `turn` is sent, else both speakers; refused, the page keeps what was typed."""
    form, store = request.form, state().store
    base, turn = form.get("base", 0, type=int), form.get("turn", type=int)
    text, speaker = form.get("text", ""), form.get("speaker", "")
    try:
        if turn is None:
            swap_speakers(store, person(), call_id, base)
        else:
            correct_turn(store, person(), call_id, base, turn, text=text, speaker=speaker)
    except Problem as problem:
        if problem.code not in {"conflict", "bad_text", "masked_text", "bad_field"}:
            raise
        typed = {"turn": turn, "text": text, "speaker": speaker, "code": problem.code}
        page = call_page(open_call(call_id), typed=typed)
        return page, 409 if problem.code == "conflict" else 422
    return redirect(url_for("calls.call", call_id=call_id))
