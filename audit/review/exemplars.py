"""Good calls to learn from: chosen by reviewers, read by collectors without names and voices."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session, joinedload

from audit import journal
from audit.clock import now
from audit.masking import mask
from audit.review.page import open_bare
from audit.review.permissions import demand, visible
from audit.store import Call, Exemplar, Finding, Store, Transcript, User
from transcribe.problem import Problem

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Lesson:
    """A good call as collectors read it: (speaker, masked text) by turn."""

    number: int
    reason: str
    turns: Sequence[tuple[str, str]]


def choose(store: Store, by: User, call_id: int, reason: str) -> None:
    """Make a call an example, or give another reason.

    Problem `not_found`, `forbidden`, `bad_reason`, or `conflict` for one with a violation.
    """
    demand(by, "review")
    if not 0 < len(reason.strip()) <= 200:
        raise Problem("bad_reason", "say in 1 to 200 characters what is good", mend="write it")
    open_bare(store, by, call_id)
    with store.writing() as session:
        broken = exists().where(Finding.call_id == call_id, Finding.status == "confirmed")
        if session.scalar(select(broken)):
            raise Problem("conflict", "this call has a confirmed violation", mend="take another")
        made = session.get(Exemplar, call_id) or Exemplar(call_id=call_id)
        made.user_id, made.reason, made.at = by.id, reason.strip(), now()
        session.add(made)
        journal.append(session, by.name, "example chosen", call=call_id)


def drop(store: Store, by: User, call_id: int) -> None:
    """It is no example any more."""
    demand(by, "review")
    with store.writing() as session:
        session.execute(delete(Exemplar).where(Exemplar.call_id == call_id))
        journal.append(session, by.name, "example dropped", call=call_id)


def reason_of(store: Store, by: User, call_id: int) -> str:
    """Why a call is an example; "" for one that is none."""
    with store.reading() as session:
        seen = select(Exemplar.reason).join(Exemplar.call)
        return session.scalar(seen.where(Exemplar.call_id == call_id, visible(by))) or ""


def lessons(store: Store) -> Sequence[Lesson]:
    """The newest examples; anybody who is signed in may read them."""
    with store.reading() as session:
        wanted = select(Exemplar).options(joinedload(Exemplar.call)).order_by(Exemplar.at.desc())
        return [_lesson(session, made) for made in session.scalars(wanted.limit(SHOWN))]


def _lesson(session: Session, made: Exemplar) -> Lesson:
    newest = select(Transcript).where(Transcript.call_id == made.call_id)
    transcript = session.scalar(newest.order_by(Transcript.id.desc()).limit(1))
    names = _names(made.call)
    turns = transcript.turns if transcript else []
    return Lesson(
        made.call_id, mask(made.reason, *names),
        [(turn["speaker"], mask(turn["text"], *names)) for turn in turns],
    )  # fmt: skip


def _names(call: Call) -> tuple[str, ...]:
    return tuple(name for name in (call.debtor_name, call.agent_name) if name)
