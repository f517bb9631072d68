"""One's own account: password and second factor."""

import io

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from audit import accounts, second_factor
from audit.people import change_own_password
from transcribe.problem import Problem
from web.auth import person
from web.state import state

blueprint = Blueprint("account", __name__, template_folder="templates")


@blueprint.get("/account")
def page() -> ResponseReturnValue:
    return _page()


@blueprint.post("/account/password")
def password() -> ResponseReturnValue:
    """Another password; wrong ones are told beside their field."""
    form = request.form
    try:
        change_own_password(state().store, person(), form.get("old", ""), form.get("new", ""))
    except Problem as problem:
        if problem.code not in {"wrong_password", "short_password"}:
            raise
        return _page(wrong=problem.code), 422
    return redirect(url_for("account.page", done="password"))


@blueprint.post("/account/second-factor")
def factor() -> ResponseReturnValue:
    """Turn it on with the digits of the app, or off with the password."""
    form = request.form
    with state().store.writing() as store:
        user = accounts.load_user(store, person().id)
        wrong = (
            second_factor.leave(store, user, form.get("old", ""))
            if user.totp_secret
            else second_factor.enter(store, user, session.get("factor", ""), form.get("code", ""))
        )
    if wrong:
        return _page(wrong=wrong), 422
    session.pop("factor", None)
    return redirect(url_for("account.page", done="factor"))


def _page(wrong: str = "") -> str:
    with state().store.reading() as store:
        user = accounts.load_user(store, person().id)
    secret = picture = ""
    if not user.totp_secret:
        secret = session.setdefault("factor", second_factor.new_secret())
        picture = _picture(second_factor.address(user, secret))
    return render_template(
        "people/account.html",
        user=user,
        secret=secret,
        picture=picture,
        wrong=wrong,
        done=request.args.get("done", ""),
        shortest=accounts.SHORTEST_PASSWORD,
    )


def _picture(text: str) -> str:
    """A QR code as SVG; without a title, which would show the secret to who only looks."""
    import segno

    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="svg", xmldecl=False, svgns=True, border=2, scale=4)
    return out.getvalue().decode()
