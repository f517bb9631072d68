"""Reading one call of a sample: sound and turns, and nothing that anybody found."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from audit.calibration.read import answer, next_item, open_item
from transcribe.problem import Problem
from web.auth import person
from web.media import new_view
from web.state import state

blueprint = Blueprint("reading", __name__, template_folder="templates")


@blueprint.get("/samples/<int:sample_id>/next")
def go_on(sample_id: int) -> ResponseReturnValue:
    """The reader's next call, or the sample when nothing is left."""
    item = next_item(state().store, person(), sample_id)
    if item is None:
        return redirect(url_for("calibration.sample", sample_id=sample_id))
    return redirect(url_for("reading.read", item_id=item))


@blueprint.get("/samples/items/<int:item_id>")
def read(item_id: int) -> ResponseReturnValue:
    return _page(item_id)


@blueprint.post("/samples/items/<int:item_id>")
def keep(item_id: int) -> ResponseReturnValue:
    """Keep the answer and go on; "nothing broken" must be said, not only left out."""
    form = request.form
    rules, clean = form.getlist("rules"), form.get("clean") == "1"
    if bool(rules) == clean:
        return _page(item_id, typed=form, wrong=True), 422
    item, _call = open_item(state().store, person(), item_id)
    try:
        known, note = state().pack.rules, form.get("note", "")
        answer(state().store, person(), item_id, rules, known, note=note)
    except Problem as problem:
        if problem.code != "bad_rule":
            raise
        return _page(item_id, typed=form, wrong=True), 422
    return redirect(url_for("reading.go_on", sample_id=item.sample_id))


def _page(item_id: int, typed: Any = None, *, wrong: bool = False) -> str:
    item, page = open_item(state().store, person(), item_id)
    return render_template(
        "calibration/read.html",
        item=item,
        page=page,
        call=page.call,
        view=new_view(page.call.id) if page.call.recording_id else "",
        typed=typed,
        wrong=wrong,
    )
