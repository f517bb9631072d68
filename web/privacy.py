"""Personal data on pages: hidden until somebody with the right shows it, call by call."""

import time

from flask import Flask, session

from audit.masking import Hide, mask_of
from audit.review.permissions import may
from audit.store import Call
from web.auth import person

# Long enough to finish the call at hand; a forgotten screen hides again by itself.
SHOWN_S = 30 * 60
# More than anybody has open at once; the cookie that holds them stays small.
_KEPT = 20


def install(app: Flask) -> None:
    """Give the templates `text | hide(call)` and `shows(call)`."""
    app.jinja_env.filters["hide"] = lambda text, call: hide_of(call)(text)
    app.jinja_env.globals["shows"] = lambda call: shows(call.id)


def shows(call_id: int) -> bool:
    """Whether this person has this call's personal data on show."""
    until = session.get("personal", {}).get(str(call_id), 0)
    return may(person(), "see_personal") and until > time.time()


def hide_of(call: Call) -> Hide:
    """What hides the personal data of this call from whoever is asking."""
    return str if shows(call.id) else mask_of(call)


def show(call_id: int, *, on: bool) -> None:
    """Remember for a while that this call is on show, or that it is no longer."""
    kept = {key: until for key, until in session.get("personal", {}).items() if until > time.time()}
    kept.pop(str(call_id), None)
    if on:
        kept[str(call_id)] = int(time.time()) + SHOWN_S
    session["personal"] = dict(list(kept.items())[-_KEPT:])
