"""Taking back one's own last decision: the finding stands again where it stood before."""

from collections.abc import Iterable

from sqlalchemy import exists, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from audit import journal
from audit.clock import now
from audit.review.decide import OUTCOME, get_finding, load_to_decide
from audit.store import (
    Appeal,
    Finding,
    FindingStatus,
    ReviewDecision,
    Store,
    User,
    Verdict,
)
from transcribe.problem import Problem


def standing(decisions: Iterable[ReviewDecision]) -> list[ReviewDecision]:
    """The verdicts that were not taken back, in their order."""
    kept: list[ReviewDecision] = []
    for each in decisions:
        if each.decision != "withdraw":
            kept.append(each)
        elif kept:
            kept.pop()
    return kept


def may_withdraw(person: User, finding: Finding) -> bool:
    """Whether the decision that counts now is this person's own."""
    kept = standing(finding.decisions)
    return bool(kept) and kept[-1].user_id == person.id


def withdraw(store: Store, person: User, finding_id: int, *, version: int | None = None) -> Finding:
    """Take back one's own decision; the history keeps both rows.

    Problem `conflict`, also where somebody else decided last or an appeal rests on it.
    """
    with store.writing() as session:
        finding = load_to_decide(session, person, finding_id, version)
        appealed = session.scalar(select(exists().where(Appeal.finding_id == finding_id)))
        if not may_withdraw(person, finding) or appealed:
            raise Problem(
                "conflict",
                "only the last decision of one's own that nobody appealed can be taken back",
                mend="decide again with a reason",
            )
        _withdraw(session, person, finding)
    return get_finding(store, person, finding_id)


def _withdraw(session: Session, person: User, finding: Finding) -> None:
    *before, last = standing(finding.decisions)
    finding.decisions.append(ReviewDecision(user_id=person.id, decision="withdraw", at=now()))
    finding.status = status_of(finding, before)
    finding.severity = last.severity_before or finding.severity
    flag_modified(finding, "status")
    session.flush()
    journal.append(session, person.name, "decision withdrawn", finding=finding.id)


def status_of(finding: Finding, kept: list[ReviewDecision]) -> FindingStatus:
    """Where a finding stands after these verdicts; without any, what it was stored as."""
    if kept:
        verdict: Verdict = "confirm" if kept[-1].decision == "confirm" else "dismiss"
        return OUTCOME[verdict]
    if finding.by_person:  # nobody says any more that it is one
        return "dismissed"
    return "doubtful" if finding.doubtful else "suspected"
