"""Accounts, people and teams as pages."""

import re
from collections.abc import Callable

import handmade
import pyotp
import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient

from audit import accounts
from audit.clock import now
from audit.store import Store, User

SignIn = Callable[[str], FlaskClient]


def test_adding_somebody_shows_the_password_once(sign_in: SignIn, app: APIFlask) -> None:
    admin = sign_in("admin")
    page = admin.post("/people", data={"name": "新人", "role": "inspector"}).text
    secret = re.search(r'class="secret">([^<]+)<', page)
    assert secret is not None
    assert secret[1] not in admin.get("/people").text
    form = {"name": "新人", "password": secret[1]}
    assert app.test_client().post("/sign-in", data=form).status_code == 302


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"name": "inspector", "role": "inspector"}, "这个姓名已经有人用。"),
        ({"name": "甲", "role": "collector"}, "催收员需要工号。"),
        ({"name": "甲", "role": "king"}, "请选择角色。"),
        ({"name": " ", "role": "lead"}, "请填写姓名。"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(
    sign_in: SignIn, form: dict[str, str], told: str
) -> None:
    answer = sign_in("admin").post("/people", data=form | {"clients": "甲银行，乙银行"})
    assert answer.status_code == 422
    assert told in answer.text
    assert "甲银行，乙银行" in answer.text


def test_changing_and_resetting(store: Store, sign_in: SignIn) -> None:
    with store.reading() as session:
        number = session.query(User).filter_by(name="inspector").one().id
    admin = sign_in("admin")
    inspector = sign_in("inspector")
    changed = {"role": "inspector", "active": "0", "teams": "一组, 二组"}
    assert admin.post(f"/people/{number}", data=changed).status_code == 302
    assert inspector.get("/calls").status_code == 302  # signed out at once
    assert "一组、二组" in admin.get("/people").text
    told = admin.post(f"/people/{number}/reset", data={"what": "password"}).text
    assert 'class="secret"' in told
    assert admin.post(f"/people/{number}/reset", data={"what": "all"}).status_code == 422


def test_the_own_account(sign_in: SignIn, app: APIFlask) -> None:
    me = sign_in("inspector")
    wrong = me.post("/account/password", data={"old": "x", "new": "another-password"})
    assert (wrong.status_code, "密码不正确。" in wrong.text) == (422, True)
    right = {"old": handmade.PASSWORD, "new": "another-password"}
    assert me.post("/account/password", data=right).status_code == 302
    form = {"name": "inspector", "password": "another-password"}
    assert app.test_client().post("/sign-in", data=form).status_code == 302


def test_a_second_factor_is_asked_for(store: Store, sign_in: SignIn, app: APIFlask) -> None:
    me = sign_in("inspector")
    page = me.get("/account").text
    assert "<svg" in page
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", page)
    assert secret is not None
    totp = pyotp.TOTP(secret[1])
    at = int(now().timestamp())
    assert me.post("/account/second-factor", data={"code": "abc"}).status_code == 422
    assert me.post("/account/second-factor", data={"code": totp.at(at)}).status_code == 302

    browser = app.test_client()
    form = {"name": "inspector", "password": handmade.PASSWORD, "next": "/calls?stage=all"}
    assert browser.post("/sign-in", data=form).location == "/sign-in/code"
    assert browser.get("/calls").status_code == 302  # the password alone opens nothing
    assert "六位数字" in browser.get("/sign-in/code").text
    assert browser.post("/sign-in/code", data={"code": totp.at(at)}).status_code == 401
    answer = browser.post("/sign-in/code", data={"code": totp.at(at + 30)})
    assert answer.location == "/calls?stage=all"
    assert browser.get("/calls").status_code == 200
    assert me.post("/account/second-factor", data={"old": "x"}).status_code == 422
    assert me.post("/account/second-factor", data={"old": handmade.PASSWORD}).status_code == 302


def test_no_code_without_a_password(app: APIFlask) -> None:
    assert app.test_client().get("/sign-in/code").location == "/sign-in"
    assert app.test_client().post("/sign-in/code", data={"code": "123456"}).location == "/sign-in"


def test_a_locked_account_is_seen_and_freed(store: Store, sign_in: SignIn) -> None:
    with store.writing() as session:
        for _ in range(accounts.LOCK_AFTER):
            accounts.sign_in(session, "second", "wrong")
        number = session.query(User).filter_by(name="second").one().id
    admin = sign_in("admin")
    assert "锁定至" in admin.get("/people").text
    admin.post(f"/people/{number}/reset", data={"what": "lock"})
    assert "锁定至" not in admin.get("/people").text


def test_a_lead_gives_out_and_the_inspector_finds_it(store: Store, sign_in: SignIn) -> None:
    handmade.add_call(store, "A1", findings=[handmade.ABUSE])
    lead, inspector = sign_in("lead"), sign_in("inspector")
    with store.reading() as session:
        number = session.query(User).filter_by(name="inspector").one().id
    answer = lead.post("/team/assign", data={f"share-{number}": "1", "limit": "5"})
    assert "inspector 1" in lead.get(answer.location).text
    assert "A1" in inspector.get("/calls?assigned=inspector").text
    assert "A1" not in inspector.get("/calls?assigned=second").text
    lead.post(f"/team/{number}/free")
    assert "A1" not in inspector.get("/calls?assigned=inspector").text
