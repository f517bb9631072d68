"""Signing in, headers, cookies, and that nothing comes from outside."""

import re
import stat
from pathlib import Path

import handmade
import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient

from audit.config import Settings
from audit.store import Store
from web.language import here

STATIC = Path(__file__).parents[2] / "web" / "static"


@pytest.mark.parametrize("path", ["/", "/calls", "/calls/1", "/media/calls/1"])
def test_pages_need_a_sign_in(app: APIFlask, path: str) -> None:
    answer = app.test_client().get(path)
    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in?next=")


def test_parts_that_htmx_asks_for_lead_the_whole_page_to_the_sign_in(app: APIFlask) -> None:
    answer = app.test_client().get("/calls", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"].startswith("/sign-in")


def test_a_wrong_password_says_nothing_about_which_part_is_wrong(app: APIFlask) -> None:
    client = app.test_client()
    wrong = client.post("/sign-in", data={"name": "inspector", "password": "wrong-password"})
    unknown = client.post("/sign-in", data={"name": "nobody", "password": "wrong-password"})
    assert wrong.status_code == unknown.status_code == 401
    assert "姓名或密码不正确" in wrong.text
    assert "姓名或密码不正确" in unknown.text


def test_guessing_is_slowed_down_but_signing_in_is_not(app: APIFlask) -> None:
    client = app.test_client()
    right = {"name": "inspector", "password": handmade.PASSWORD}
    assert {client.post("/sign-in", data=right).status_code for _ in range(12)} == {302}
    wrong = {"name": "inspector", "password": "wrong-password"}
    answers = [client.post("/sign-in", data=wrong).status_code for _ in range(11)]
    assert answers == [401] * 10 + [429]


def test_forms_without_the_csrf_token_are_refused(app: APIFlask, inspector: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    assert inspector.post("/sign-out").status_code == 400
    page = inspector.get("/calls").text
    (token,) = set(re.findall(r'name="csrf_token" value="([^"]+)"', page))
    assert inspector.post("/sign-out", data={"csrf_token": token}).status_code == 302


def test_signing_out_ends_the_session(inspector: FlaskClient) -> None:
    assert inspector.get("/calls").status_code == 200
    inspector.post("/sign-out")
    assert inspector.get("/calls").status_code == 302


def test_a_deactivated_person_is_out_at_once(store: Store, inspector: FlaskClient) -> None:
    from audit.store import User

    with store.writing() as session:
        session.query(User).filter_by(name="inspector").one().active = False
    assert inspector.get("/calls").status_code == 302


def test_every_answer_carries_a_strict_policy(inspector: FlaskClient) -> None:
    first, second = inspector.get("/calls"), inspector.get("/nowhere")
    policy = first.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert policy != second.headers["Content-Security-Policy"]  # the nonce is used once
    for answer in (first, second):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Cache-Control"] == "no-store"


def test_the_cookie_is_careful(app: APIFlask) -> None:
    form = {"name": "inspector", "password": handmade.PASSWORD}
    plain = app.test_client().post("/sign-in", data=form).headers["Set-Cookie"]
    secure = app.test_client().post("/sign-in", data=form, base_url="https://localhost")
    assert "HttpOnly" in plain
    assert "SameSite=Lax" in plain
    assert "Secure" not in plain
    assert "Secure" in secure.headers["Set-Cookie"]


def test_the_key_is_made_once_and_is_its_owners(app: APIFlask, settings: Settings) -> None:
    file = settings.secret_key_file
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert app.config["SECRET_KEY"] == file.read_text()


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("/calls?stage=all", "/calls?stage=all"),
        ("https://else.example", "/"),
        ("//else.example", "/"),
        ("/\\else.example", "/"),
    ],
)
def test_nobody_is_led_to_another_site(path: str, leads_to: str) -> None:
    assert here(path) == leads_to


def test_pages_name_no_outside_address(store: Store, inspector: FlaskClient) -> None:
    call = handmade.add_call(store, "A1", findings=[handmade.ABUSE])
    for path in ("/sign-in", "/calls", f"/calls/{call}", "/nowhere"):
        assert not re.findall(r"(?:https?:)?//[a-z0-9.-]+", inspector.get(path).text)


def test_our_assets_name_no_outside_address() -> None:
    ours = [f for f in STATIC.rglob("*") if f.suffix in {".js", ".css"} and "vendor" not in f.parts]
    assert len(ours) > 8
    for file in ours:
        assert not re.findall(r"https?://", file.read_text()), file


@pytest.mark.parametrize("status_path", [("/nowhere", 404), ("/calls/999", 404)])
def test_errors_are_pages_with_a_way_back(
    inspector: FlaskClient, status_path: tuple[str, int]
) -> None:
    answer = inspector.get(status_path[0])
    assert answer.status_code == status_path[1]
    assert "回到队列" in answer.text
