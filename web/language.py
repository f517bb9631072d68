"""Chinese first, in both scripts, English second: which one a page is in, and how to change it."""

from dataclasses import dataclass

from flask import Blueprint, Flask, Response, redirect, request
from flask_babel import Babel

from web.traditional import converted


@dataclass(frozen=True, slots=True)
class Language:
    """`locale` is Babel's name, `tag` HTML's, `name` its own; `pack` that in which rules speak."""

    locale: str
    tag: str
    name: str
    pack: str


LANGUAGES = {
    "zh": Language("zh_Hans", "zh-Hans", "简体", "zh"),
    "zh-Hant": Language("zh_Hant", "zh-Hant", "繁體", "zh"),
    "en": Language("en", "en", "English", "en"),
}
# Babel's own matching fails on Chinese tags (zh-CN comes back lower-case and unknown): own table.
_TRADITIONAL = ("zh-tw", "zh-hk", "zh-mo", "zh-hant")
YEAR_S = 365 * 24 * 3600

blueprint = Blueprint("language", __name__)


def speak(app: Flask) -> None:
    """Let Babel ask `locale()` on every request."""
    app.config["BABEL_DEFAULT_LOCALE"] = LANGUAGES["zh"].locale
    Babel(app, locale_selector=locale)
    app.register_blueprint(blueprint)
    app.jinja_env.globals.update(language=language, theme=theme, spoken=spoken, languages=LANGUAGES)


def code() -> str:
    """A key of LANGUAGES: the one chosen before, else the browser's first that we have."""
    chosen = request.cookies.get("language", "")
    tags = [_known(tag.lower()) for tag, _quality in request.accept_languages]
    return next((one for one in (chosen, *tags) if one in LANGUAGES), "zh")


def _known(tag: str) -> str:
    return "zh-Hant" if tag.startswith(_TRADITIONAL) else tag.partition("-")[0]


def spoken() -> Language:
    return LANGUAGES[code()]


def language() -> str:
    """`zh` or `en`: in which rules and reasons are shown."""
    return spoken().pack


def locale() -> str:
    return spoken().locale


def written(text: str) -> str:
    """What rules say in Chinese, in the script of the page; calls and laws stay as they are."""
    return converted(text) if code() == "zh-Hant" else text


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
