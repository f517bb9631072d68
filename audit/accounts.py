"""People who sign in: adding them, checking passwords and API tokens."""

import hashlib
import secrets
from collections.abc import Sequence

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
_hasher = PasswordHasher()
# Checked for unknown names too, so that the answer's time does not tell which names exist.
_NOBODY = _hasher.hash(secrets.token_hex())


def add_user(
    session: Session, name: str, role: Role, *, password: str | None = None, collector_id: str = ""
) -> str:
    """Add a person and return the password, generated where none was given.

    Raises Problem `user_exists`, `short_password` or `collector_needs_id`.
    """
    if role == "collector" and not collector_id:
        raise Problem("collector_needs_id", "a collector needs a 工号", mend="give --collector ID")
    if session.scalar(select(User.id).where(User.name == name)) is not None:
        raise Problem("user_exists", f"user {name!r} exists already", mend="choose another name")
    if password is None:
        password = secrets.token_urlsafe(12)
    if len(password) < SHORTEST_PASSWORD:
        raise Problem(
            "short_password",
            f"the password is shorter than {SHORTEST_PASSWORD} characters",
            mend="choose a longer one",
        )
    user = User(
        name=name,
        role=role,
        password_hash=_hasher.hash(password),
        collector_id=collector_id,
        created_at=now(),
    )
    session.add(user)
    session.flush()
    journal.append(session, "cli", "user added", user=user.id, role=role)
    return password


def sign_in(session: Session, name: str, password: str) -> User | None:
    """The active person with this name and password, or None."""
    user = session.scalar(select(User).where(User.name == name))
    try:
        _hasher.verify(user.password_hash if user else _NOBODY, password)
    except (VerifyMismatchError, InvalidHashError):
        return None
    return user if user is not None and user.active else None


def issue_token(session: Session, name: str) -> str:
    """A new API token for this person; the one before stops working. Problem `no_such_user`."""
    user = session.scalar(select(User).where(User.name == name))
    if user is None:
        raise Problem("no_such_user", f"no user is named {name!r}", mend="see `users list`")
    token = secrets.token_urlsafe(32)
    user.token_hash = _digest(token)
    journal.append(session, "cli", "token issued", user=user.id)
    return token


def user_of_token(session: Session, token: str) -> User | None:
    """The active person who holds this token, or None."""
    return session.scalar(select(User).where(User.token_hash == _digest(token), User.active))


def user_by_id(session: Session, user_id: int) -> User | None:
    """The active person with this id, or None; for a session that is already signed in."""
    return session.scalar(select(User).where(User.id == user_id, User.active))


def all_users(session: Session) -> Sequence[User]:
    return session.scalars(select(User).order_by(User.name)).all()


def _digest(token: str) -> str:
    """A random 256-bit token needs no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()
