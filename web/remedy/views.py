"""Rectifications: what was decided to be done, by whom, and whether it was."""

from datetime import date
from typing import Any, cast, get_args

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from audit.clock import read_day
from audit.remedy.rectify import (
    Plan,
    list_rectifications,
    load_rectification,
    open_rectification,
    overdue,
    owners,
    steps_for,
    take_step,
)
from audit.review.decide import get_finding
from audit.review.permissions import may
from audit.store import RectificationStatus, Step
from transcribe.problem import Problem
from web.auth import person
from web.state import state

blueprint = Blueprint("remedy", __name__, template_folder="templates")


@blueprint.get("/rectifications")
def page() -> ResponseReturnValue:
    """Those that are not accepted yet, or one status of them."""
    asked = request.args.get("status", "")
    status = cast(RectificationStatus, asked) if asked in get_args(RectificationStatus) else None
    listed = list_rectifications(state().store, person(), status)
    return render_template(
        "remedy/list.html",
        listed=listed if status else [each for each in listed if each.status != "accepted"],
        status=status,
        statuses=get_args(RectificationStatus),
        overdue=overdue,
        may_rectify=may(person(), "rectify"),
    )


@blueprint.get("/rectifications/new")
def new() -> ResponseReturnValue:
    return _form({"finding": request.args.get("finding", "")})


@blueprint.post("/rectifications")
def make() -> ResponseReturnValue:
    """Open one; what is wrong is told beside its field, and what was typed stays."""
    form = request.form
    try:
        plan = Plan(
            form.get("title", ""), form.get("cause", ""), form.get("action", ""),
            form.get("owner", 0, type=int), _day(form.get("due", "")),
            form.get("finding", type=int),
        )  # fmt: skip
        made = open_rectification(state().store, person(), plan)
    except Problem as problem:
        if problem.code != "bad_plan":
            raise
        return _form(form, wrong=problem.where), 422
    return redirect(url_for("remedy.one", number=made.id))


@blueprint.get("/rectifications/<int:number>")
def one(number: int) -> ResponseReturnValue:
    made = load_rectification(state().store, person(), number)
    steps = steps_for(person(), made)
    return render_template("remedy/one.html", made=made, steps=steps, late=overdue(made))


@blueprint.post("/rectifications/<int:number>/steps")
def step(number: int) -> ResponseReturnValue:
    """Say that it is done, accept it, return it, or remark."""
    wanted = request.form.get("step", "")
    if wanted not in get_args(Step) or wanted == "opened":
        abort(422)
    text = request.form.get("text", "")
    take_step(state().store, person(), number, cast(Step, wanted), text)
    return redirect(url_for("remedy.one", number=number))


def _form(typed: Any, wrong: str = "") -> str:
    number = str(typed.get("finding") or "")
    finding = get_finding(state().store, person(), int(number)) if number.isdigit() else None
    people = owners(state().store, person())
    return render_template(
        "remedy/new.html", typed=typed, wrong=wrong, finding=finding, owners=people
    )


def _day(text: str) -> date:
    try:
        return read_day(text)
    except ValueError as error:
        raise Problem("bad_plan", f"{text!r} is no day", where="due", mend="choose one") from error
