"""What people decided about a call goes along when it is checked again."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from audit.store import Alert, Audit, Finding, ReviewDecision, Transcript

_DECIDED = ("user_id", "decision", "note", "severity", "severity_before", "at")
_KEPT = (
    *("call_id", "rule", "rule_version", "severity", "turns", "found_by"),
    *("confidence", "reason", "clauses", "doubtful"),
)


def decided_before(session: Session, calls: Sequence[int]) -> set[int]:
    """Of these calls those in which people decided something that `carry` takes along."""
    mine = Finding.call_id.in_(calls), Finding.decisions.any()
    cared = Alert.call_id.in_(calls), Alert.seen
    return {
        *session.scalars(select(Finding.call_id).where(*mine)),
        *session.scalars(select(Alert.call_id).where(*cared)),
    }


def carry(session: Session, audit: Audit, findings: Sequence[Finding]) -> None:
    """Give new findings the decisions of the audits before, where rule and turns are the same.

    Decisions are copied, so that the earlier audit stays whole; an alert that somebody took care of
    stays seen. What a person added stays, and where only the pack is another one also what a person
    confirmed and the new pack does not find: a person said so, and the words are the same.
    """
    before = _before(session, audit)
    if before is None:
        return
    decided = {(f.rule, tuple(f.turns)): f for f in _decided(session, audit)}
    for finding in findings:
        old = decided.get((finding.rule, tuple(finding.turns)))
        if old is not None:
            _give(finding, old)
    known = {finding.rule for finding in findings}
    same_words = before.transcript_id == audit.transcript_id
    for old in decided.values():
        stays = old.by_person or (same_words and old.status == "confirmed")
        if old.audit_id == before.id and stays and old.rule not in known:
            session.add(_again(session, audit, old))
    _carry_alerts(session, audit, before)


def _give(finding: Finding, old: Finding) -> None:
    finding.status, finding.severity = old.status, old.severity
    finding.decisions.extend(
        ReviewDecision(**{name: getattr(each, name) for name in _DECIDED}) for each in old.decisions
    )


def _again(session: Session, audit: Audit, old: Finding) -> Finding:
    """What a person added stands in the new audit, too; where the words changed, the whole turn."""
    turns = session.get_one(Transcript, audit.transcript_id).turns
    texts = {at: str(turns[at]["text"]) for at in old.turns}
    same = all(texts[span["turn"]][span["start"] : span["end"]] in old.quotes for span in old.spans)
    whole = [{"turn": at, "start": 0, "end": len(text)} for at, text in texts.items()]
    finding = Finding(**{name: getattr(old, name) for name in _KEPT}, audit_id=audit.id)
    finding.quotes = old.quotes if same else list(texts.values())
    finding.spans = old.spans if same else whole
    _give(finding, old)
    return finding


def earlier(session: Session, audit: Audit) -> Audit | None:
    """The audit that this one of a correction follows; None for one of a machine's transcript."""
    if session.get_one(Transcript, audit.transcript_id).corrects_id is None:
        return None
    return _before(session, audit)


def _before(session: Session, audit: Audit) -> Audit | None:
    before = select(Audit).where(Audit.call_id == audit.call_id, Audit.id < audit.id)
    return session.scalar(before.order_by(Audit.id.desc()).limit(1))


def _decided(session: Session, audit: Audit) -> Sequence[Finding]:
    """Of all audits before, the oldest first: what vanished and came back keeps its decision."""
    wanted = select(Finding).where(
        Finding.call_id == audit.call_id, Finding.audit_id < audit.id, Finding.decisions.any()
    )
    return session.scalars(
        wanted.options(selectinload(Finding.decisions)).order_by(Finding.id)
    ).all()


def no_longer_found(session: Session, audit: Audit, now: Sequence[Finding]) -> list[Finding]:
    """Findings of earlier audits, the newest first, that this one of a correction has not."""
    known = {(finding.rule, tuple(finding.turns)) for finding in now}
    gone: list[Finding] = []
    if earlier(session, audit) is None:
        return gone
    decisions = selectinload(Finding.decisions).joinedload(ReviewDecision.user)
    old = select(Finding).where(Finding.call_id == audit.call_id, Finding.audit_id < audit.id)
    for finding in session.scalars(old.options(decisions).order_by(Finding.id.desc())):
        key = (finding.rule, tuple(finding.turns))
        if key not in known:
            known.add(key)
            gone.append(finding)
    return gone


def _carry_alerts(session: Session, audit: Audit, before: Audit) -> None:
    seen = select(Alert).where(Alert.audit_id == before.id, Alert.seen)
    cared = {(alert.name, tuple(alert.turns)) for alert in session.scalars(seen)}
    for alert in session.scalars(select(Alert).where(Alert.audit_id == audit.id)):
        alert.seen = (alert.name, tuple(alert.turns)) in cared
