"""Appeals 申诉: a collector asks that somebody else look at a confirmed finding again.

Two levels. Whoever confirmed the finding decides about neither, whoever decided the first not about
the second, and the second is for officers, leads and administrators and final.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from audit import journal
from audit.clock import now
from audit.review.decide import load_finding, overrule
from audit.review.permissions import demand, may, visible
from audit.review.undo import standing
from audit.store import (
    Acknowledgement,
    Appeal,
    AppealOutcome,
    Call,
    Finding,
    Store,
    User,
    Verdict,
)
from transcribe.problem import Problem

LEVELS = 2


def appeals_of(session: Session, findings: Sequence[int]) -> Sequence[Appeal]:
    """The appeals about these findings, in their order."""
    return session.scalars(
        select(Appeal)
        .where(Appeal.finding_id.in_(findings))
        .options(joinedload(Appeal.decided_by), joinedload(Appeal.user))
        .order_by(Appeal.id)
    ).all()


def deadline(finding: Finding, earlier: Sequence[Appeal], days: int) -> datetime | None:
    """Until when (UTC) an appeal may be made; None where none may, or none any more.

    The days count from the confirmation, for the second level from the first one's answer.
    """
    if finding.status != "confirmed" or len(earlier) >= LEVELS:
        return None
    kept = standing(finding.decisions)
    confirmed = [each.at for each in kept if each.decision == "confirm"]
    since = earlier[-1].decided_at if earlier else max(confirmed, default=None)
    return since + timedelta(days=days) if since else None


def appeal(store: Store, person: User, finding_id: int, reason: str, days: int) -> Appeal:
    """Ask for another look. Problem `bad_reason`, `too_late`, `not_found` or `forbidden`."""
    with store.writing() as session:
        finding = load_finding(session, person, finding_id)
        demand(person, "appeal")
        if not reason.strip():
            raise Problem("bad_reason", "an appeal needs a reason", mend="write what was different")
        earlier = appeals_of(session, [finding_id])
        until = deadline(finding, earlier, days)
        if until is None or until < now():
            raise Problem(
                "too_late",
                "this finding cannot be appealed against, or not any more",
                mend="talk to your lead",
            )
        made = Appeal(
            finding_id=finding_id,
            level=len(earlier) + 1,
            user_id=person.id,
            reason=reason.strip(),
            at=now(),
        )
        session.add(made)
        session.flush()
        journal.append(session, person.name, "appeal made", finding=finding_id, level=made.level)
        return made


def acknowledge(store: Store, person: User, finding_id: int) -> None:
    """Take note of a confirmed finding; again changes nothing."""
    with store.writing() as session:
        finding = load_finding(session, person, finding_id)
        demand(person, "appeal")
        if finding.status == "confirmed" and session.get(Acknowledgement, finding_id) is None:
            session.add(Acknowledgement(finding_id=finding_id, user_id=person.id, at=now()))
            journal.append(session, person.name, "finding acknowledged", finding=finding_id)


def why_not(person: User, made: Appeal) -> str:
    """Why this person may not decide about an appeal: "role", "own", or "" where they may."""
    if not may(person, "decide_appeal" if made.level < LEVELS else "decide_final_appeal"):
        return "role"
    mine = any(each.user_id == person.id for each in made.finding.decisions)
    return "own" if mine else ""


def answer(store: Store, person: User, appeal_id: int, outcome: AppealOutcome, note: str) -> Appeal:
    """Uphold or overturn the finding; an overturned one is dismissed in the same transaction.

    Problem `forbidden`, `not_found`, `bad_reason`, or `conflict` where somebody was faster.
    """
    with store.writing() as session:
        made = session.scalar(_with_finding().where(Appeal.id == appeal_id, visible(person)))
        if made is None:
            raise Problem("not_found", "there is no such appeal", mend="check its id")
        if why_not(person, made):
            raise Problem(
                "forbidden",
                "somebody else must decide about this appeal",
                mend="leave it to a colleague who did not decide about the finding",
            )
        if made.outcome != "open":
            raise Problem("conflict", "somebody decided about it already", mend="look again")
        if not note.strip() or outcome == "open":
            raise Problem("bad_reason", "a decision needs a reason", mend="write why")
        made.outcome, made.note = outcome, note.strip()
        made.decided_by_id, made.decided_at = person.id, now()
        # The answer to an appeal is a decision about the finding like any other.
        decision: Verdict = "confirm" if outcome == "upheld" else "dismiss"
        overrule(session, person, made.finding, decision, made.note)
        journal.append(session, person.name, "appeal decided", appeal=made.id, outcome=outcome)
        return made


def open_appeals(store: Store, person: User) -> Sequence[Appeal]:
    """Those that wait for an answer, the oldest first."""
    demand(person, "decide_appeal")
    with store.reading() as session:
        return session.scalars(
            _with_finding()
            .where(Appeal.outcome == "open", visible(person))
            .options(joinedload(Appeal.user))
            .order_by(Appeal.id)
        ).all()


def _with_finding() -> Select[Appeal]:
    return (
        select(Appeal)
        .join(Appeal.finding)
        .join(Call, Finding.call_id == Call.id)
        .options(
            joinedload(Appeal.finding).joinedload(Finding.call),
            joinedload(Appeal.finding).selectinload(Finding.decisions),
        )
    )
