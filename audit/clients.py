"""Clients 委托方: how long their calls are kept, and how many of them are worked on at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from audit import journal
from audit.clock import now
from audit.progress import OPEN
from audit.review.permissions import demand
from audit.store import Call, ClientTerms, LegalHold, Store, User
from audit.store.planning import rare
from audit.upkeep.retention import RetentionSettings
from transcribe.problem import Problem

LONGEST_DAYS = 36_500  # a century: more is a slip of the finger
MOST_AT_ONCE = 100_000


@dataclass(frozen=True, slots=True)
class Client:
    """`keep_days` applies; `own` says that it was set here and not in the settings file.

    `waiting` are calls not finished yet.
    """

    name: str
    calls: int
    waiting: int
    keep_days: int
    own: bool
    at_once: int | None


def list_clients(store: Store, by: User, settings: RetentionSettings) -> Sequence[Client]:
    """By name, everyone that has calls or terms. Problem `forbidden`."""
    demand(by, "manage_clients")
    with store.reading() as session:
        counted = select(Call.client, func.count()).group_by(Call.client)
        calls: dict[str, int] = dict(session.execute(counted).all())
        open_: dict[str, int] = dict(
            session.execute(counted.where(rare(Call.status.in_(OPEN)))).all()
        )
        terms = terms_of(session)
    names = {name for name in (*calls, *terms, *settings.clients) if name}
    return [
        _client(name, calls.get(name, 0), open_.get(name, 0), terms.get(name), settings)
        for name in sorted(names)
    ]


def set_terms(
    store: Store, by: User, client: str, *, keep_days: int | None, at_once: int | None
) -> None:
    """None goes back to the settings.

    Problem `forbidden`, `bad_client`, `bad_days`, or `bad_share`.
    """
    demand(by, "manage_clients")
    name = client.strip()
    if not name:
        raise Problem("bad_client", "a client needs a name", where="client", mend="write it")
    if keep_days is not None and not 1 <= keep_days <= LONGEST_DAYS:
        raise Problem("bad_days", f"1 to {LONGEST_DAYS} days", where="keep_days", mend="correct it")
    if at_once is not None and not 1 <= at_once <= MOST_AT_ONCE:
        raise Problem("bad_share", f"1 to {MOST_AT_ONCE}", where="at_once", mend="correct it")
    with store.writing() as session:
        session.merge(
            ClientTerms(client=name, keep_days=keep_days, at_once=at_once, by=by.name, at=now())
        )
        journal.append(
            session, by.name, "client terms set", client=name, keep_days=keep_days, at_once=at_once
        )


def terms_of(session: Session) -> Mapping[str, ClientTerms]:
    return {terms.client: terms for terms in session.scalars(select(ClientTerms))}


def retention(session: Session, settings: RetentionSettings) -> RetentionSettings:
    """The settings with what was set for clients above the file."""
    own = {t.client: t.keep_days for t in terms_of(session).values() if t.keep_days is not None}
    return settings.model_copy(update={"clients": settings.clients | own})


def list_holds(store: Store, by: User) -> Sequence[tuple[LegalHold, Call]]:
    """Calls that are kept whatever their age, the newest hold first. Problem `forbidden`."""
    demand(by, "manage_clients")
    with store.reading() as session:
        held = select(LegalHold, Call).join(Call, Call.id == LegalHold.call_id)
        return [(hold, call) for hold, call in session.execute(held.order_by(LegalHold.at.desc()))]


def _client(
    name: str, calls: int, waiting: int, terms: ClientTerms | None, settings: RetentionSettings
) -> Client:
    own = terms.keep_days if terms else None
    days = own or settings.clients.get(name, settings.days)
    return Client(name, calls, waiting, days, own is not None, terms.at_once if terms else None)
