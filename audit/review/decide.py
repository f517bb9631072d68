"""Decisions of people about findings and alerts. A later row overrules, none is changed."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.attributes import flag_modified

from audit import journal
from audit.clock import now
from audit.review.permissions import demand, visible
from audit.store import (
    Alert,
    Audit,
    Call,
    Finding,
    FindingStatus,
    ReviewDecision,
    Store,
    Transcript,
    User,
    Verdict,
)
from checks.rule import SEVERITIES
from transcribe.problem import Problem

OUTCOME: dict[Verdict, FindingStatus] = {"confirm": "confirmed", "dismiss": "dismissed"}


def decide(
    store: Store,
    person: User,
    finding_id: int,
    decision: Verdict,
    *,
    note: str = "",
    version: int | None = None,
    severity: str = "",
) -> Finding:
    """Confirm or dismiss a finding or doubt; row, new status and journal entry are one transaction.

    `version` is the one that the person looked at: Problem `conflict` where somebody else decided
    meanwhile. `severity` says that it is graver or lighter than the rule has it: `bad_severity`.
    Also Problem `not_found` (also for what the person may not see) and `forbidden`.
    """
    if severity and severity not in SEVERITIES:
        raise Problem("bad_severity", f"{severity!r} is no severity", mend="choose one of the list")
    with store.writing() as session:
        finding = load_to_decide(session, person, finding_id, version)
        overrule(session, person, finding, decision, note, severity=severity)
    return get_finding(store, person, finding_id)


def load_to_decide(session: Session, person: User, finding_id: int, version: int | None) -> Finding:
    """A finding as this person saw it. Problem `not_found`, `forbidden` or `conflict`."""
    finding = load_finding(session, person, finding_id)
    demand(person, "review")
    if (version is not None and version != finding.version) or _checked_again(session, finding):
        raise Problem(
            "conflict",
            "somebody else decided about this finding meanwhile",
            mend="look at the newest decision and decide again if needed",
        )
    return finding


def overrule(
    session: Session,
    person: User,
    finding: Finding,
    decision: Verdict,
    note: str,
    *,
    severity: str = "",
) -> None:
    """Add a decision, which is the one that counts now, and journal it."""
    made = ReviewDecision(user_id=person.id, decision=decision, note=note.strip(), at=now())
    changed = {}
    if severity and severity != finding.severity:
        made.severity, made.severity_before = severity, finding.severity
        finding.severity = severity
        changed = {"severity": severity}
    finding.decisions.append(made)
    finding.status = OUTCOME[decision]
    flag_modified(finding, "status")  # the same decision again is a new version, too
    session.flush()
    journal.append(
        session, person.name, "finding decided", finding=finding.id, decision=decision, **changed
    )


def get_finding(store: Store, person: User, finding_id: int) -> Finding:
    """One finding with its call and the decisions so far. Problem `not_found`."""
    with store.reading() as session:
        return load_finding(session, person, finding_id)


def mark_alert_seen(store: Store, person: User, alert_id: int, *, seen: bool = True) -> Alert:
    """Somebody took care of this alert, or did not. Problem `not_found` or `forbidden`."""
    with store.writing() as session:
        alert = session.scalar(
            select(Alert)
            .join(Call, Alert.call_id == Call.id)
            .where(Alert.id == alert_id, visible(person))
            .options(joinedload(Alert.call))
        )
        if alert is None:
            raise _not_found("alert")
        demand(person, "review")
        alert.seen = seen
        what = "alert seen" if seen else "alert open again"
        journal.append(session, person.name, what, alert=alert.id)
    return alert


def list_findings(
    store: Store,
    person: User,
    *,
    status: FindingStatus | None = None,
    rule: str = "",
    after: int = 0,
    limit: int = 50,
) -> Sequence[Finding]:
    """Findings behind the id `after`, the oldest first, each with its call.

    Doubts come only where their status is asked for.
    """
    wanted = select(Finding).join(Finding.call).where(visible(person), Finding.id > after)
    wanted = wanted.where(Finding.status == status if status else Finding.counts)
    if rule:
        wanted = wanted.where(Finding.rule == rule)
    with store.reading() as session:
        return session.scalars(
            wanted.options(joinedload(Finding.call)).order_by(Finding.id).limit(limit)
        ).all()


def _checked_again(session: Session, finding: Finding) -> bool:
    """Whether a newer audit of a correction took this finding's place: a decision would be lost."""
    newer = (
        select(Audit.id)
        .join(Audit.transcript)
        .where(
            Audit.call_id == finding.call_id,
            Audit.id > finding.audit_id,
            Transcript.corrects_id.is_not(None),
        )
    )
    return session.scalar(newer.limit(1)) is not None


def load_finding(session: Session, person: User, finding_id: int) -> Finding:
    """With its call and decisions, if the person may see it. Problem `not_found`."""
    finding = session.scalar(
        select(Finding)
        .join(Finding.call)
        .where(Finding.id == finding_id, visible(person))
        .options(
            joinedload(Finding.call),
            selectinload(Finding.decisions).joinedload(ReviewDecision.user),
        )
    )
    if finding is None:
        raise _not_found("finding")
    return finding


def _not_found(noun: str) -> Problem:
    return Problem("not_found", f"there is no such {noun}", mend="check its id")
