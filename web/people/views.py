"""Everybody who signs in, for administrators; and the team with its work, for leads."""

from typing import cast, get_args

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from audit.people import Profile, Reset, add_person, change_person, list_people, reset
from audit.review.permissions import demand
from audit.store import Role, User
from transcribe.problem import Problem
from web.auth import person
from web.state import state

blueprint = Blueprint("people", __name__, template_folder="templates")
# What is told beside the form; everything else is no mistake of the person who fills it.
_MENDED = {"bad_name", "bad_role", "user_exists", "collector_needs_id", "last_admin"}


@blueprint.get("/people")
def page() -> ResponseReturnValue:
    demand(person(), "manage_people")
    return _page()


@blueprint.post("/people")
def add() -> ResponseReturnValue:
    """Add somebody; the page shows the password this once."""
    name = request.form.get("name", "")
    try:
        password = add_person(state().store, person(), name, _profile())
    except Problem as problem:
        if problem.code not in _MENDED:
            raise
        return _page(wrong=problem.code), 422
    return _page(told=(name.strip(), password))


@blueprint.post("/people/<int:user_id>")
def change(user_id: int) -> ResponseReturnValue:
    try:
        change_person(state().store, person(), user_id, _profile())
    except Problem as problem:
        if problem.code not in _MENDED:
            raise
        return _page(wrong=problem.code, opened=user_id), 422
    return redirect(url_for("people.page", _anchor=f"person-{user_id}"))


@blueprint.post("/people/<int:user_id>/reset")
def anew(user_id: int) -> ResponseReturnValue:
    """A new password or token, told once; or no second factor, or no lock any more."""
    what = request.form.get("what", "")
    if what not in get_args(Reset):
        abort(422)
    told = reset(state().store, person(), user_id, cast(Reset, what))
    return _page(told=(_name(user_id), told) if told else None, opened=user_id)


def _name(user_id: int) -> str:
    with state().store.reading() as session:
        return session.get_one(User, user_id).name


def _profile() -> Profile:
    form = request.form
    return Profile(
        form.get("role", ""),
        form.get("active", "1") == "1",
        form.get("collector_id", ""),
        _names("clients"),
        _names("teams"),
        tuple(form.getlist("skills")),
    )


def _names(field: str) -> tuple[str, ...]:
    """Commas of either script separate."""
    return tuple(request.form.get(field, "").replace("，", ",").split(","))


def _page(wrong: str = "", opened: int = 0, told: tuple[str, str] | None = None) -> str:
    return render_template(
        "people/people.html",
        people=list_people(state().store, person()),
        roles=get_args(Role),
        typed=request.form if wrong else {},
        wrong=wrong,
        opened=opened,
        told=told,
    )
