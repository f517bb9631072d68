"""Chinese first, English second: which language a page is in, and the way to change it."""

from flask import Blueprint, Flask, Response, redirect, request
from flask_babel import Babel

# Babel's own matching fails on Chinese tags (zh-CN comes back lower-case and unknown): own table.
LOCALES = {"zh": "zh_Hans", "en": "en"}
HTML_LANG = {"zh": "zh-Hans", "en": "en"}
YEAR_S = 365 * 24 * 3600

blueprint = Blueprint("language", __name__)


def speak(app: Flask) -> None:
    """Let Babel ask `locale()` on every request."""
    app.config["BABEL_DEFAULT_LOCALE"] = LOCALES["zh"]
    Babel(app, locale_selector=locale)
    app.register_blueprint(blueprint)
    app.jinja_env.globals.update(language=language, theme=theme, html_lang=HTML_LANG)


def language() -> str:
    """`zh` or `en`: the one chosen before, else the browser's first that we have, else Chinese."""
    chosen = request.cookies.get("language", "")
    tags = [tag.split("-")[0].lower() for tag, _quality in request.accept_languages]
    return next((code for code in (chosen, *tags) if code in LOCALES), "zh")


def locale() -> str:
    return LOCALES[language()]


def theme() -> str:
    """`light`, `dark`, or "" to follow the system."""
    chosen = request.cookies.get("theme", "")
    return chosen if chosen in ("light", "dark") else ""


@blueprint.post("/language")
def choose_language() -> Response:
    return _remember("language", request.form.get("code", ""))


@blueprint.post("/theme")
def choose_theme() -> Response:
    return _remember("theme", request.form.get("code", ""))


def here(path: str) -> str:
    """The path if it stays on this site, else the front page."""
    stays = path.startswith("/") and not path.startswith("//") and "\\" not in path
    return path if stays else "/"


def _remember(name: str, code: str) -> Response:
    response = redirect(here(request.form.get("next", "/")))
    response.set_cookie(name, code, max_age=YEAR_S, samesite="Lax", httponly=True)
    return response  # type: ignore[return-value]  # Flask's redirect is its own Response
