"""Managing people, locks after wrong passwords, second factors, scopes."""

from datetime import timedelta

import handmade
import pyotp
import pytest
from handmade import code_of
from sqlalchemy import select

from audit import accounts, second_factor
from audit.clock import now
from audit.people import Profile, add_person, change_own_password, change_person, list_people, reset
from audit.report.request import request_of
from audit.report.statistics import statistics
from audit.review.filters import Filters
from audit.review.page import open_page
from audit.review.queue import list_calls
from audit.store import Call, JournalEntry, Store, User


def enter(store: Store, name: str, password: str) -> bool:
    with store.writing() as session:
        return accounts.sign_in(session, name, password) is not None


def test_only_an_administrator_manages(store: Store, people: dict[str, User]) -> None:
    for name, user in people.items():
        if name != "admin":
            assert code_of(list_people, store, user) == "forbidden"
            assert code_of(add_person, store, user, "x", Profile("inspector")) == "forbidden"
            assert code_of(change_person, store, user, 1, Profile("admin")) == "forbidden"
            assert code_of(reset, store, user, 1, "password") == "forbidden"


def test_adding_somebody(store: Store, people: dict[str, User]) -> None:
    profile = Profile("inspector", clients=("甲银行", " 甲银行", ""), skills=("threat",))
    password = add_person(store, people["admin"], "新人", profile)
    assert enter(store, "新人", password)
    with store.reading() as session:
        made = session.query(User).filter_by(name="新人").one()
        assert (made.clients, made.teams, made.skills) == (["甲银行"], [], ["threat"])
        assert '"who":"admin"' in "".join(session.scalars(select(JournalEntry.body)))


@pytest.mark.parametrize(
    ("name", "profile", "code"),
    [
        ("", Profile("inspector"), "bad_name"),
        ("inspector", Profile("inspector"), "user_exists"),
        ("x", Profile("boss"), "bad_role"),
        ("x", Profile("collector"), "collector_needs_id"),
    ],
)
def test_what_is_refused(
    store: Store, people: dict[str, User], name: str, profile: Profile, code: str
) -> None:
    assert code_of(add_person, store, people["admin"], name, profile) == code
    with store.reading() as session:
        assert session.query(User).count() == len(people)


def test_one_administrator_stays(store: Store, people: dict[str, User]) -> None:
    admin = people["admin"]
    assert code_of(change_person, store, admin, admin.id, Profile("lead")) == "last_admin"
    add_person(store, admin, "second admin", Profile("admin"))
    assert change_person(store, admin, admin.id, Profile("lead")).role == "lead"


def test_who_is_inactive_does_not_get_in(store: Store, people: dict[str, User]) -> None:
    user = people["inspector"]
    change_person(store, people["admin"], user.id, Profile("inspector", active=False))
    assert not enter(store, "inspector", handmade.PASSWORD)
    with store.reading() as session:
        assert accounts.user_by_id(session, user.id) is None


def test_many_wrong_passwords_lock_for_a_while(store: Store, people: dict[str, User]) -> None:
    for _ in range(accounts.LOCK_AFTER):
        assert not enter(store, "inspector", "wrong")
    assert not enter(store, "inspector", handmade.PASSWORD)
    with store.writing() as session:
        user = session.query(User).filter_by(name="inspector").one()
        assert user.locked_until is not None
        user.locked_until = now() - timedelta(seconds=1)
        assert '"account locked"' in "".join(session.scalars(select(JournalEntry.body)))
    assert enter(store, "inspector", handmade.PASSWORD)


def test_a_right_password_forgets_wrong_ones(store: Store, people: dict[str, User]) -> None:
    for _ in range(3):
        for _ in range(accounts.LOCK_AFTER - 1):
            enter(store, "inspector", "wrong")
        assert enter(store, "inspector", handmade.PASSWORD)


def test_resets(store: Store, people: dict[str, User]) -> None:
    admin, user = people["admin"], people["inspector"]
    for _ in range(accounts.LOCK_AFTER):
        enter(store, "inspector", "wrong")
    assert reset(store, admin, user.id, "lock") == ""
    assert enter(store, "inspector", handmade.PASSWORD)
    password = reset(store, admin, user.id, "password")
    assert enter(store, "inspector", password)
    assert not enter(store, "inspector", handmade.PASSWORD)
    token = reset(store, admin, user.id, "token")
    with store.reading() as session:
        found = accounts.user_of_token(session, token)
        assert found is not None
        assert found.id == user.id
    assert code_of(reset, store, admin, 99, "password") == "not_found"


def test_the_own_password(store: Store, people: dict[str, User]) -> None:
    me = people["inspector"]
    assert code_of(change_own_password, store, me, "wrong", "another-password") == "wrong_password"
    assert code_of(change_own_password, store, me, handmade.PASSWORD, "short") == "short_password"
    change_own_password(store, me, handmade.PASSWORD, "another-password")
    assert enter(store, "inspector", "another-password")


def test_each_code_works_once(store: Store, people: dict[str, User]) -> None:
    secret = second_factor.new_secret()
    at = int(now().timestamp())
    code = pyotp.TOTP(secret).at(at)
    with store.writing() as session:
        user = session.get_one(User, people["inspector"].id)
        assert second_factor.enter(session, user, secret, "000000" if code != "000000" else "1")
        assert second_factor.enter(session, user, secret, code) == ""
        assert not second_factor.right_code(user, code)
        assert second_factor.right_code(user, pyotp.TOTP(secret).at(at + 30))
        assert not second_factor.right_code(user, pyotp.TOTP(secret).at(at + 300))
        assert second_factor.leave(session, user, "wrong") == "factor_password"
        assert second_factor.leave(session, user, handmade.PASSWORD) == ""
        assert user.totp_secret == ""


def test_a_scope_hides_what_is_outside(store: Store, people: dict[str, User]) -> None:
    inside = handmade.add_call(store, "IN", findings=[handmade.ABUSE])
    outside = handmade.add_call(store, "OUT", findings=[handmade.ABUSE])
    with store.writing() as session:
        session.get_one(Call, outside).client = "别家"
    officer = people["officer"]
    profile = Profile("officer", clients=("青禾银行",))
    officer = change_person(store, people["admin"], officer.id, profile)
    seen = list_calls(store, officer, Filters("all"))
    assert [row.call.id for row in seen.rows] == [inside]
    assert code_of(open_page, store, officer, outside) == "not_found"
    asked = request_of("2026-04-16", "2026-04-16")
    with store.reading() as session:
        from dataclasses import replace

        assert statistics(session, asked, {}).calls == 2
        assert statistics(session, replace(asked, by=officer), {}).calls == 1


def test_a_scope_may_be_teams(store: Store, people: dict[str, User]) -> None:
    call = handmade.add_call(store, "A")
    profile = Profile("inspector", teams=("一组",))
    user = change_person(store, people["admin"], people["inspector"].id, profile)
    assert list_calls(store, user, Filters("all")).rows == []
    with store.writing() as session:
        session.get_one(Call, call).team = "一组"
    assert len(list_calls(store, user, Filters("all")).rows) == 1
