"""Signing in and out, and the person behind a request."""

import time
from typing import cast

from flask import Blueprint, Flask, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from audit import accounts, journal, second_factor
from audit.review.permissions import may
from audit.store import User
from web.language import here
from web.state import state

blueprint = Blueprint("auth", __name__)
limiter = Limiter(get_remote_address, storage_uri="memory://")
CODE_S = 300  # between password and code: time to find the telephone
# Pages that somebody may see without having signed in.
OPEN = {
    "auth.sign_in",
    "auth.code",
    "oidc.begin",
    "oidc.back",
    "language.choose_language",
    "language.choose_theme",
    "static",
}


class SignedIn(UserMixin):  # type: ignore[misc]  # flask_login has no types
    """What Flask-Login asks for, around our User."""

    def __init__(self, user: User) -> None:
        self.user = user

    def get_id(self) -> str:
        return str(self.user.id)


def person() -> User:
    """Who is asking; only for views behind the sign-in."""
    return cast(User, current_user.user)


def install(app: Flask) -> None:
    """Every page needs a sign-in unless it is in OPEN; the API and the monitor guard themselves."""
    manager = LoginManager(app)
    manager.user_loader(_load)
    limiter.init_app(app)
    app.register_blueprint(blueprint)
    app.before_request(_demand_sign_in)
    app.jinja_env.globals["may"] = lambda action: may(person(), action)


@blueprint.get("/sign-in")
@blueprint.post("/sign-in")
@limiter.limit("10/minute;60/hour", methods=["POST"], deduct_when=lambda r: r.status_code != 302)
def sign_in() -> ResponseReturnValue:
    """The form; a right name and password leads on to where the person wanted to go.

    With a second factor first to its form.
    """
    if request.method == "GET":
        return render_template("sign_in.html", next=request.args.get("next", "/"))
    name, wanted = request.form.get("name", ""), request.form.get("next", "/")
    with state().store.writing() as store:
        user = accounts.sign_in(store, name, request.form.get("password", ""))
        if user and not user.totp_secret:
            journal.append(store, user.name, "signed in", user=user.id)
    if user is None:
        flash(_("姓名或密码不正确；连续输错多次的账号会暂时锁定。"), "error")
        return render_template("sign_in.html", next=wanted, name=name), 401
    session.clear()  # nothing that was set before the sign-in lives on
    if user.totp_secret:
        session["half"] = {"user": user.id, "until": time.time() + CODE_S, "next": here(wanted)}
        return redirect(url_for("auth.code"))
    return enter(user, wanted)


@blueprint.get("/sign-in/code")
@blueprint.post("/sign-in/code")
@limiter.limit("5/minute;30/hour", methods=["POST"], deduct_when=lambda r: r.status_code != 302)
def code() -> ResponseReturnValue:
    """The digits of the second factor, for whoever just gave a right password."""
    half = session.get("half")
    if not half or half["until"] < time.time():
        return redirect(url_for("auth.sign_in"))
    if request.method == "GET":
        return render_template("code.html")
    with state().store.writing() as store:
        user = accounts.user_by_id(store, half["user"])
        right = user is not None and second_factor.right_code(user, request.form.get("code", ""))
        if user and right:
            journal.append(store, user.name, "signed in", user=user.id, second_factor=True)
    if not user or not right:
        flash(_("验证码不正确，请输入应用中当前的六位数字。"), "error")
        return render_template("code.html"), 401
    session.clear()
    return enter(user, half["next"])


def enter(user: User, wanted: str) -> ResponseReturnValue:
    """Begin a session and lead on."""
    session.permanent = True
    login_user(SignedIn(user))
    return redirect(here(wanted))


@blueprint.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    logout_user()
    session.clear()
    return redirect(url_for("auth.sign_in"))


def _load(user_id: str) -> SignedIn | None:
    with state().store.reading() as store:
        user = accounts.user_by_id(store, int(user_id))
    return SignedIn(user) if user else None


def _demand_sign_in() -> ResponseReturnValue | None:
    own_guard = request.blueprint in ("api", "monitor", "openapi")
    if request.endpoint is None or request.endpoint in OPEN or own_guard:
        return None
    if current_user.is_authenticated:
        return None
    target = url_for("auth.sign_in", next=request.full_path.rstrip("?"))
    if request.headers.get("HX-Request"):  # htmx must load the form as a page, not into a part
        return "", 401, {"HX-Redirect": target}
    return redirect(target)
