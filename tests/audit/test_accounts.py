"""Accounts: passwords, tokens, and who is refused."""

import pytest

from audit import accounts
from audit.store import Store, User
from transcribe.problem import Problem


def test_a_generated_password_signs_in_and_nothing_else_does(store: Store) -> None:
    with store.writing() as session:
        password = accounts.add_user(session, "li", "inspector")
        found = accounts.sign_in(session, "li", password)
        assert found is not None
        assert found.role == "inspector"
        assert password not in found.password_hash
        assert accounts.sign_in(session, "li", password + "x") is None
        assert accounts.sign_in(session, "nobody", password) is None


def test_an_inactive_person_is_out(store: Store) -> None:
    with store.writing() as session:
        password = accounts.add_user(session, "li", "lead")
        token = accounts.issue_token(session, "li")
        user = session.query(User).one()
        user.active = False
        session.flush()
        assert accounts.sign_in(session, "li", password) is None
        assert accounts.user_of_token(session, token) is None
        assert accounts.user_by_id(session, user.id) is None


def test_a_new_token_ends_the_old_one(store: Store) -> None:
    with store.writing() as session:
        accounts.add_user(session, "li", "admin")
        first, second = (accounts.issue_token(session, "li") for _ in range(2))
        assert accounts.user_of_token(session, first) is None
        assert accounts.user_of_token(session, second) is not None


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"role": "inspector", "password": "short"}, "short_password"),
        ({"role": "collector"}, "collector_needs_id"),
    ],
)
def test_refused(store: Store, arguments: dict[str, str], code: str) -> None:
    with pytest.raises(Problem) as told, store.writing() as session:
        accounts.add_user(session, "li", **arguments)  # type: ignore[arg-type]
    assert told.value.code == code


def test_a_name_is_taken_once(store: Store) -> None:
    with store.writing() as session:
        accounts.add_user(session, "li", "lead")
        with pytest.raises(Problem, match="exists already"):
            accounts.add_user(session, "li", "lead")
        with pytest.raises(Problem, match="no user"):
            accounts.issue_token(session, "wang")
