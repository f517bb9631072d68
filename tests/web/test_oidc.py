"""Signing in by an identity provider: a real one's protocol, spoken by a stand-in on loopback."""

import base64
import hashlib
import json
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import handmade
import pytest
from answering import answering
from apiflask import APIFlask
from joserfc import jwt
from joserfc.jwk import RSAKey
from pydantic import SecretStr
from sqlalchemy import select

from audit.config import Settings
from audit.sign_on import OidcSettings
from audit.store import JournalEntry
from web.app import create_app

CLIENT, SECRET = "callaudit", "shared-with-the-provider"


class Provider(HTTPServer):
    """Says that whoever asks is `name`."""

    name = "inspector"
    nonce = challenge = ""
    audience = CLIENT

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        issuer = self.server.issuer
        if self.path == "/.well-known/openid-configuration":
            self._answer({
                "issuer": issuer, "authorization_endpoint": f"{issuer}/authorize",
                "token_endpoint": f"{issuer}/token", "jwks_uri": f"{issuer}/keys",
                "id_token_signing_alg_values_supported": ["RS256"],
            })  # fmt: skip
        elif self.path == "/keys":
            self._answer({"keys": [self.server.key.as_dict(private=False)]})

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        verifier = hashlib.sha256(form["code_verifier"][0].encode()).digest()
        proven = base64.urlsafe_b64encode(verifier).decode().rstrip("=") == self.server.challenge
        claims = {
            "iss": self.server.issuer, "aud": self.server.audience, "sub": "1",
            "exp": int(time.time()) + 60, "iat": int(time.time()), "nonce": self.server.nonce,
            "preferred_username": self.server.name,
        }  # fmt: skip
        token = jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.server.key)
        told = {"access_token": "x", "token_type": "Bearer", "id_token": token}
        self._answer(told if proven else {"error": "invalid_grant"}, 200 if proven else 400)

    def _answer(self, told: object, status: int = 200) -> None:
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def provider() -> Iterator[Provider]:
    server = Provider()
    with answering(server):
        yield server


@pytest.fixture
def site(tmp_path: Path, provider: Provider) -> Iterator[APIFlask]:
    oidc = OidcSettings(issuer=provider.issuer, client_id=CLIENT, client_secret=SecretStr(SECRET))
    app = create_app(Settings(data=tmp_path / "oidc", oidc=oidc))
    app.config["WTF_CSRF_ENABLED"] = False
    handmade.people(app.extensions["callaudit"].store)
    yield app
    app.extensions["callaudit"].store.engine.dispose()


def come_back(site: APIFlask, provider: Provider, state: str = "") -> tuple[int, str, object]:
    """Go to the provider and back; where that leads, and the browser."""
    browser = site.test_client()
    asked = parse_qs(urlparse(browser.get("/sign-in/oidc?next=/scores").location).query)
    provider.nonce, provider.challenge = asked["nonce"][0], asked["code_challenge"][0]
    state = state or asked["state"][0]
    answer = browser.get(f"/sign-in/oidc/back?code=abc&state={state}")
    return answer.status_code, answer.location, browser


def test_who_is_known_gets_in_with_the_own_role(site: APIFlask, provider: Provider) -> None:
    status, place, browser = come_back(site, provider)
    assert (status, place) == (302, "/scores")
    assert browser.get("/calls").status_code == 200  # type: ignore[attr-defined]
    assert browser.get("/people").status_code == 403  # type: ignore[attr-defined]
    with site.extensions["callaudit"].store.reading() as session:
        assert '"by":"oidc"' in "".join(session.scalars(select(JournalEntry.body)))


def test_who_is_nobody_here_stays_out(site: APIFlask, provider: Provider) -> None:
    provider.name = "stranger"
    _status, place, browser = come_back(site, provider)
    assert place == "/sign-in"
    assert "请联系管理员添加您" in browser.get("/sign-in").text  # type: ignore[attr-defined]
    assert browser.get("/calls").status_code == 302  # type: ignore[attr-defined]


@pytest.mark.parametrize("wrong", ["state", "audience"])
def test_what_is_forged_stays_out(site: APIFlask, provider: Provider, wrong: str) -> None:
    if wrong == "audience":
        provider.audience = "another"
    _status, place, browser = come_back(site, provider, "forged" if wrong == "state" else "")
    assert place == "/sign-in"
    assert browser.get("/calls").status_code == 302  # type: ignore[attr-defined]


def test_without_the_section_there_is_no_such_way(app: APIFlask) -> None:
    assert app.test_client().get("/sign-in/oidc").status_code == 404
    assert "SSO" not in app.test_client().get("/sign-in").text


def test_a_provider_that_does_not_answer(site: APIFlask, provider: Provider) -> None:
    provider.shutdown()
    provider.server_close()
    browser = site.test_client()
    assert browser.get("/sign-in/oidc").location == "/sign-in"
    assert "没有应答" in browser.get("/sign-in").text


def test_the_page_offers_it(site: APIFlask) -> None:
    assert "用 SSO 登录" in site.test_client().get("/sign-in").text
