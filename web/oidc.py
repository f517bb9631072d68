"""Signing in by the owner's identity provider, where the settings name one."""

from typing import Any

from authlib.common.errors import AuthlibBaseError
from flask import Blueprint, Flask, abort, current_app, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from joserfc.errors import JoseError
from requests import RequestException

from audit.sign_on import OidcSettings, known_person
from web.auth import enter
from web.language import here
from web.state import state

blueprint = Blueprint("oidc", __name__)
_NAME = "owner"


def install(app: Flask, settings: OidcSettings | None) -> None:
    """Nothing is asked of the provider before somebody signs in."""
    app.jinja_env.globals["oidc"] = settings
    if settings is None:
        return
    from authlib.integrations.flask_client import OAuth

    oauth = OAuth(app)
    oauth.register(
        _NAME,
        client_id=settings.client_id,
        client_secret=settings.client_secret.get_secret_value(),
        server_metadata_url=f"{settings.issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid profile", "code_challenge_method": "S256"},
    )


@blueprint.get("/sign-in/oidc")
def begin() -> ResponseReturnValue:
    """To the provider, and back to where the person wanted to go."""
    session["oidc_next"] = here(request.args.get("next", "/"))
    client, place = _client(), url_for("oidc.back", _external=True)
    try:
        answer: ResponseReturnValue = client.authorize_redirect(place)
    except RequestException:
        flash(_("身份提供方没有应答，请稍后再试，或用密码登录。"), "error")
        return redirect(url_for("auth.sign_in"))
    return answer


@blueprint.get("/sign-in/oidc/back")
def back() -> ResponseReturnValue:
    """The provider says who it is; who is nobody here is told so."""
    settings = state().settings.oidc
    try:
        claims = _client().authorize_access_token().get("userinfo") or {}
    except (AuthlibBaseError, JoseError, RequestException):
        claims = {}
    name = str(claims.get(settings.claim, "")) if settings else ""
    wanted = str(session.get("oidc_next", "/"))
    with state().store.writing() as store:
        user = known_person(store, name) if name else None
    if user is None:
        flash(_("没有用这个身份登录成功；请联系管理员添加您。"), "error")
        return redirect(url_for("auth.sign_in"))
    session.clear()
    return enter(user, wanted)


def _client() -> Any:
    extension = current_app.extensions.get("authlib.integrations.flask_client")
    if extension is None:
        abort(404)
    return extension.create_client(_NAME)
