"""Samples: the list, a new one, its results, and what was settled."""

from typing import Any, Literal, cast

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from audit.calibration.draw import STRATA, Drawing, draw
from audit.calibration.precision import records
from audit.calibration.read import agree, list_samples, load_sample
from audit.calibration.results import results
from audit.review.permissions import may
from transcribe.problem import Problem
from web.auth import person
from web.state import state

blueprint = Blueprint("calibration", __name__, template_folder="templates")
_FILTERS = ("client", "team", "since", "until")


@blueprint.get("/samples")
def page() -> ResponseReturnValue:
    return _page()


@blueprint.post("/samples")
def make() -> ResponseReturnValue:
    """Draw a sample; what is wrong is told beside its field, and what was typed stays."""
    form = request.form
    drawing = Drawing(
        name=form.get("name", ""),
        count=form.get("count", 0, type=int),
        percent=form.get("percent", 0.0, type=float),
        stratum=form.get("stratum", ""),
        only=cast(
            Literal["all", "flagged", "unflagged"],
            form["only"] if form.get("only") in ("flagged", "unflagged") else "all",
        ),
        readers=form.get("readers", 1, type=int),
        values={name: form[name].strip() for name in _FILTERS if form.get(name, "").strip()},
    )
    try:
        sample = draw(state().store, person(), drawing)
    except Problem as problem:
        if problem.code not in {"bad_sample", "bad_filter"}:
            raise
        return _page(wrong=problem.where, typed=form), 422
    return redirect(url_for("calibration.sample", sample_id=sample.id))


@blueprint.get("/samples/<int:sample_id>")
def sample(sample_id: int) -> ResponseReturnValue:
    """How far it is, and what it says once that may be seen."""
    told = load_sample(state().store, person(), sample_id)
    seen = told.complete or may(person(), "draw_sample")
    return render_template(
        "calibration/sample.html",
        told=told,
        results=results(state().store, person(), sample_id) if seen else None,
        may_draw=may(person(), "draw_sample"),
    )


@blueprint.post("/samples/<int:sample_id>/items/<int:item_id>/agree")
def settle(sample_id: int, item_id: int) -> ResponseReturnValue:
    """What a calibration session settled on."""
    rules = request.form.getlist("rules")
    agree(state().store, person(), item_id, rules, state().pack.rules)
    return redirect(url_for("calibration.sample", sample_id=sample_id))


def _page(wrong: str = "", typed: Any = None) -> str:
    store, limit = state().store, state().settings.demote_below
    made = records(store, person(), state().pack, limit)
    months = sorted({month for record in made for month in record.months})
    return render_template(
        "calibration/samples.html",
        samples=list_samples(store, person()),
        records=made,
        months=months,
        limit=limit,
        strata=STRATA,
        may_draw=may(person(), "draw_sample"),
        wrong=wrong,
        typed=typed or {},
    )
