"""Managing the people who sign in: roles, scopes, skills, passwords."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, cast, get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from audit import accounts, journal, second_factor
from audit.review.permissions import demand
from audit.store import Role, Store, User
from transcribe.problem import Problem

Reset = Literal["password", "token", "second_factor", "lock"]


@dataclass(frozen=True, slots=True)
class Profile:
    """What an administrator sets of a person; see `User`."""

    role: str
    active: bool = True
    collector_id: str = ""
    clients: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()


def list_people(store: Store, by: User) -> Sequence[User]:
    """Everybody, by name. Problem `forbidden`."""
    demand(by, "manage_people")
    with store.reading() as session:
        return accounts.all_users(session)


def add_person(store: Store, by: User, name: str, profile: Profile) -> str:
    """Add somebody and return the generated password, to be told once.

    Problem `forbidden`, `bad_name`, `bad_role`, or as of `accounts.add_user`.
    """
    demand(by, "manage_people")
    if not name.strip():
        raise Problem("bad_name", "a person needs a name", where="name", mend="write it")
    with store.writing() as session:
        role, collector = _role(profile.role), profile.collector_id.strip()
        password = accounts.add_user(
            session, name.strip(), role, collector_id=collector, by=by.name
        )
        user = session.scalars(select(User).where(User.name == name.strip())).one()
        _apply(session, user, profile)
    return password


def change_person(store: Store, by: User, user_id: int, profile: Profile) -> User:
    """Give somebody another profile; who is no longer active is signed out at once.

    Problem `forbidden`, `not_found`, `bad_role`, `collector_needs_id`, or `last_admin`.
    """
    demand(by, "manage_people")
    with store.writing() as session:
        user = accounts.load_user(session, user_id)
        _apply(session, user, profile)
        others = select(User.id).where(User.role == "admin", User.active)
        if session.scalar(others.limit(1)) is None:
            raise Problem(
                "last_admin", "somebody must stay administrator", mend="name another one first"
            )
        journal.append(
            session, by.name, "user changed", user=user.id, role=user.role, active=user.active,
            clients=len(user.clients), teams=len(user.teams),
        )  # fmt: skip
        return user


def reset(store: Store, by: User, user_id: int, what: Reset) -> str:
    """A new password or token to be told once; "" for what has nothing to tell.

    Problem `forbidden` or `not_found`.
    """
    demand(by, "manage_people")
    with store.writing() as session:
        user = accounts.load_user(session, user_id)
        if what == "token":
            return accounts.issue_token(session, user.name, by=by.name)
        journal.append(session, by.name, "user reset", user=user.id, of=what)
        if what == "password":
            return accounts.set_password(user)
        if what == "second_factor":
            second_factor.turn_off(session, user, by.name)
        else:
            user.failures, user.locked_until = 0, None
    return ""


def change_own_password(store: Store, person: User, old: str, new: str) -> None:
    """Problem `wrong_password` or `short_password`."""
    with store.writing() as session:
        user = accounts.load_user(session, person.id)
        if not accounts.right_password(user, old):
            raise Problem("wrong_password", "the present password is another", where="old")
        accounts.set_password(user, new)
        journal.append(session, user.name, "password changed", user=user.id)


def _role(name: str) -> Role:
    if name not in get_args(Role):
        raise Problem("bad_role", f"{name!r} is no role", where="role", mend="choose one")
    return cast(Role, name)


def _apply(session: Session, user: User, profile: Profile) -> None:
    role = _role(profile.role)
    if role == "collector" and not profile.collector_id.strip():
        raise Problem(
            "collector_needs_id", "a collector needs a 工号", where="collector_id", mend="give it"
        )
    user.role, user.active = role, profile.active
    user.collector_id = profile.collector_id.strip()
    for name in ("clients", "teams", "skills"):
        values = (each.strip() for each in getattr(profile, name))
        setattr(user, name, sorted({value for value in values if value}))
    session.flush()
