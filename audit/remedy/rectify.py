"""Opening a rectification, doing it, and looking whether it was done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, and_, or_, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from audit import journal
from audit.accounts import load_user
from audit.clock import now
from audit.review.decide import load_finding
from audit.review.permissions import demand, may, visible
from audit.store import (
    Call,
    Finding,
    Rectification,
    RectificationStatus,
    RectificationStep,
    Step,
    Store,
    User,
)
from audit.store.summary import day_of
from transcribe.problem import Problem

_LONGEST = 2000  # characters
STANDS: dict[Step, RectificationStatus] = {
    "done": "done", "returned": "open", "accepted": "accepted"
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done, by whom, until when; `finding` is the violation that it follows."""

    title: str
    cause: str
    action: str
    owner: int
    due: date
    finding: int | None = None


def open_rectification(store: Store, by: User, plan: Plan) -> Rectification:
    """Problem `forbidden`, `bad_plan` naming the field, `not_found`, or `unconfirmed`."""
    demand(by, "rectify")
    for name in ("title", "cause", "action"):
        if not 0 < len(getattr(plan, name).strip()) <= _LONGEST:
            raise Problem("bad_plan", f"{name} is missing or too long", where=name, mend="write it")
    if plan.due < day_of(now()):
        raise Problem("bad_plan", "the due day is past", where="due", mend="choose a later one")
    with store.writing() as session:
        owner = load_user(session, plan.owner)
        if not owner.active:
            raise Problem("bad_plan", "this person is not active", where="owner", mend="choose")
        if plan.finding is not None:
            _demand_confirmed(load_finding(session, by, plan.finding))
        made = Rectification(
            finding_id=plan.finding, title=plan.title.strip(), cause=plan.cause.strip(),
            action=plan.action.strip(), owner_id=owner.id, due=plan.due,
        )  # fmt: skip
        session.add(made)
        session.flush()
        _add_step(session, by, made, "opened", "")
        return made


def take_step(store: Store, by: User, number: int, step: Step, text: str) -> Rectification:
    """The owner says that it is done, somebody else accepts it or returns it; both may remark.

    Problem `forbidden`, `not_found`, `bad_note` without words, or `conflict` where it does not
    stand there.
    """
    if not 0 < len(text.strip()) <= _LONGEST:
        raise Problem("bad_note", f"words are needed, at most {_LONGEST}", mend="write what is so")
    with store.writing() as session:
        made = session.scalar(_seen_by(by).where(Rectification.id == number))
        if made is None:
            raise Problem("not_found", "there is no such rectification", mend="see the list")
        if step not in steps_for(by, made):
            _refuse(by, made, step)
        made.status = STANDS.get(step, made.status)
        _add_step(session, by, made, step, text.strip())
        return made


def steps_for(person: User, made: Rectification) -> list[Step]:
    """What this person may do with it now; nobody accepts the own work."""
    own, judge = made.owner_id == person.id, may(person, "rectify")
    steps: list[Step] = []
    if made.status == "open" and (own or judge):
        steps.append("done")
    if made.status == "done" and judge and not own:
        steps += ["accepted", "returned"]
    return [*steps, "remark"] if made.status != "accepted" else []


def list_rectifications(
    store: Store, person: User, status: RectificationStatus | None = None
) -> Sequence[Rectification]:
    """Those that this person may see, the first due first; collectors see their own."""
    with store.reading() as session:
        wanted = _seen_by(person)
        if status:
            wanted = wanted.where(Rectification.status == status)
        return session.scalars(wanted.order_by(Rectification.due, Rectification.id)).unique().all()


def load_rectification(store: Store, person: User, number: int) -> Rectification:
    """Problem `not_found`."""
    with store.reading() as session:
        made = session.scalar(_seen_by(person).where(Rectification.id == number))
    if made is None:
        raise Problem("not_found", "there is no such rectification", mend="see the list")
    return made


def owners(store: Store, by: User) -> Sequence[User]:
    """Whom one may make an owner. Problem `forbidden`."""
    demand(by, "rectify")
    with store.reading() as session:
        return session.scalars(select(User).where(User.active).order_by(User.name)).all()


def overdue(made: Rectification) -> bool:
    return made.status == "open" and made.due < day_of(now())


def _seen_by(person: User) -> Select[Rectification]:
    """Everybody's for who may rectify, as far as the calls are theirs to see; else the own."""
    inside = or_(Rectification.finding_id.is_(None), visible(person))
    theirs = and_(inside, true() if may(person, "rectify") else Rectification.owner_id == person.id)
    return (
        select(Rectification)
        .outerjoin(Finding, Finding.id == Rectification.finding_id)
        .outerjoin(Call, Call.id == Finding.call_id)
        .where(or_(theirs, Rectification.owner_id == person.id))
        .options(
            joinedload(Rectification.owner),
            joinedload(Rectification.finding).joinedload(Finding.call),
            selectinload(Rectification.steps).joinedload(RectificationStep.user),
        )
    )


def _refuse(by: User, made: Rectification, step: Step) -> None:
    if step in ("accepted", "returned") and (made.owner_id == by.id or not may(by, "rectify")):
        raise Problem("forbidden", "somebody else looks whether it was done", mend="leave it")
    if step == "done" and made.owner_id != by.id and not may(by, "rectify"):
        raise Problem("forbidden", "only its owner does it", mend="leave it to them")
    raise Problem("conflict", f"it is {made.status}", mend="look again")


def _demand_confirmed(finding: Finding) -> None:
    if finding.status != "confirmed":
        raise Problem(
            "unconfirmed", "no person confirmed this finding", mend="let somebody review it first"
        )


def _add_step(session: Session, by: User, made: Rectification, step: Step, text: str) -> None:
    made.steps.append(RectificationStep(user_id=by.id, step=step, text=text, at=now()))
    session.flush()
    journal.append(session, by.name, f"rectification {step}", rectification=made.id)
