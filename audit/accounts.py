"""People who sign in: adding them, checking passwords and API tokens."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import select
from sqlalchemy.orm import Session

from audit import journal
from audit.clock import now
from audit.store import Role, User
from transcribe.problem import Problem

# NIST SP 800-63B, 5.1.1.2: at least 8 characters where a person chooses the password.
SHORTEST_PASSWORD = 8
# Guessing 10 passwords each quarter of an hour leads nowhere (5.2.2 allows 100 in a row), and
# whoever mistypes is back after a coffee.
LOCK_AFTER = 10
LOCKED = timedelta(minutes=15)
_hasher = PasswordHasher()
# Checked for unknown names too, so that the answer's time does not tell which names exist.
_NOBODY = _hasher.hash(secrets.token_hex())


def add_user(
    session: Session,
    name: str,
    role: Role,
    *,
    password: str | None = None,
    collector_id: str = "",
    by: str = "cli",
) -> str:
    """Add a person and return the password, generated where none was given.

    Raises Problem `user_exists`, `short_password` or `collector_needs_id`.
    """
    if role == "collector" and not collector_id:
        raise Problem("collector_needs_id", "a collector needs a 工号", mend="give --collector ID")
    if session.scalar(select(User.id).where(User.name == name)) is not None:
        raise Problem("user_exists", f"user {name!r} exists already", mend="choose another name")
    user = User(name=name, role=role, collector_id=collector_id, created_at=now())
    password = set_password(user, password)
    session.add(user)
    session.flush()
    journal.append(session, by, "user added", user=user.id, role=role)
    return password


def sign_in(session: Session, name: str, password: str) -> User | None:
    """The active person with this name and password, or None; wrong ones are counted.

    After LOCK_AFTER of them in a row nobody gets in under that name for LOCKED, not even with the
    right password, and the answer does not tell that.
    """
    user = session.scalar(select(User).where(User.name == name))
    locked = user is not None and user.locked_until is not None and user.locked_until > now()
    if not right_password(user, password):
        if user is not None and not locked:
            _count_failure(session, user)
        return None
    if user is None or not user.active or locked:
        return None
    user.failures, user.locked_until = 0, None
    return user


def right_password(user: User | None, password: str) -> bool:
    """Takes as long for nobody as for somebody."""
    try:
        return _hasher.verify(user.password_hash if user else _NOBODY, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


def set_password(user: User, password: str | None = None) -> str:
    """Give a new password, generated where none is chosen; the old one stops working.

    Problem `short_password`.
    """
    password = secrets.token_urlsafe(12) if password is None else password
    if len(password) < SHORTEST_PASSWORD:
        raise Problem(
            "short_password",
            f"the password is shorter than {SHORTEST_PASSWORD} characters",
            mend="choose a longer one",
        )
    user.password_hash = _hasher.hash(password)
    user.failures, user.locked_until = 0, None
    return password


def _count_failure(session: Session, user: User) -> None:
    user.failures += 1
    if user.failures >= LOCK_AFTER:
        user.failures, user.locked_until = 0, now() + LOCKED
        journal.append(session, user.name, "account locked", user=user.id)


def issue_token(session: Session, name: str, *, by: str = "cli") -> str:
    """A new API token for this person; the one before stops working. Problem `no_such_user`."""
    user = session.scalar(select(User).where(User.name == name))
    if user is None:
        raise Problem("no_such_user", f"no user is named {name!r}", mend="see `users list`")
    token = secrets.token_urlsafe(32)
    user.token_hash = _digest(token)
    journal.append(session, by, "token issued", user=user.id)
    return token


def user_of_token(session: Session, token: str) -> User | None:
    """The active person who holds this token, or None."""
    return session.scalar(select(User).where(User.token_hash == _digest(token), User.active))


def user_by_id(session: Session, user_id: int) -> User | None:
    """The active person with this id, or None; for a session that is already signed in."""
    return session.scalar(select(User).where(User.id == user_id, User.active))


def load_user(session: Session, user_id: int) -> User:
    """The person with this id. Problem `not_found`."""
    user = session.get(User, user_id)
    if user is None:
        raise Problem("not_found", "there is no such person", mend="see the list")
    return user


def all_users(session: Session) -> Sequence[User]:
    return session.scalars(select(User).order_by(User.name)).all()


def _digest(token: str) -> str:
    """A random 256-bit token needs no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()
