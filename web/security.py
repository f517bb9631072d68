"""What keeps the pages to themselves: headers, a content policy with a nonce, careful cookies."""

import secrets

from flask import Flask, Response, g, request
from flask.sessions import SecureCookieSessionInterface

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; "
    "img-src 'self' data:; media-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class _Sessions(SecureCookieSessionInterface):
    """The cookie is for https only wherever the page came by https."""

    def get_cookie_secure(self, app: Flask) -> bool:
        return request.is_secure


def guard(app: Flask) -> None:
    """Give every answer the headers; pages are never kept in shared or browser caches."""
    app.session_interface = _Sessions()
    app.before_request(_choose_nonce)
    app.after_request(_add_headers)
    app.jinja_env.globals["nonce"] = lambda: g.nonce


def _choose_nonce() -> None:
    g.nonce = secrets.token_urlsafe(16)


def _add_headers(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY.format(nonce=g.get("nonce", ""))
    response.headers.update(HEADERS)
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response
