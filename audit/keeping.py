"""Keeps what the checks say: audits with all that follows from them, and the calls closed."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from audit import journal
from audit.checked import Checked
from audit.clock import now
from audit.result_rows import alerts_of, audit_of, facts_of, findings_of
from audit.review.carry import carry, decided_before
from audit.risk import risk
from audit.second_reader.kept import keep_opinions
from audit.store import Audit, Call, Finding, Transcript
from audit.vectors import keep_all
from checks.judgment import CallResult


def record(session: Session, transcript_pk: int, checked: Checked) -> int:
    """`record_all` of one transcript; the id of its audit."""
    return record_all(session, {transcript_pk: checked})[transcript_pk]


def record_all(session: Session, results: Mapping[int, Checked]) -> dict[int, int]:
    """Store results by transcript, with all that follows from them; the ids of the audits.

    Findings, doubts, alerts, facts and vectors; the calls are closed. All in the caller's
    transaction. A result that is there already is left as it is.
    """
    wanted = select(Transcript).where(Transcript.id.in_(results))
    transcripts = session.scalars(wanted.options(joinedload(Transcript.call))).all()
    audits = {audit.transcript_id: audit for audit in _stored(session, results)}
    new = [t for t in transcripts if t.id not in audits]
    for each in new:
        audits[each.id] = audit_of(each.call_id, each.id, results[each.id])
    session.add_all(audits[each.id] for each in new)
    session.flush()
    _follow(session, [(audits[each.id], results[each.id]) for each in new])
    keep_all(session, {pk: one.vectors for pk, one in results.items() if one.vectors is not None})
    for each in transcripts:
        _close(each.call, results[each.id].result)
    return {pk: audit.id for pk, audit in audits.items()}


def _stored(session: Session, results: Mapping[int, Checked]) -> Sequence[Audit]:
    packs = {one.result.pack_digest for one in results.values()}
    mine = Audit.transcript_id.in_(results), Audit.pack_rev.in_(packs)
    return session.scalars(select(Audit).where(*mine)).all()


def _follow(session: Session, new: Sequence[tuple[Audit, Checked]]) -> None:
    """What new audits bring with them, and what people decided before."""
    found = {audit.id: findings_of(audit, one.result) for audit, one in new}
    for audit, one in new:
        rows = [*found[audit.id], *alerts_of(audit, one.result), *facts_of(audit, one.result)]
        session.add_all(rows)
        keep_opinions(session, audit, one.opinions)
    session.flush()
    decided = decided_before(session, [audit.call_id for audit, _one in new])
    for audit, _one in new:
        if audit.call_id in decided:
            carry(session, audit, found[audit.id])
    told = [_told(audit, one, found[audit.id]) for audit, one in new]
    journal.append_all(session, "machine", "call audited", told)


def _told(audit: Audit, checked: Checked, findings: Sequence[Finding]) -> dict[str, Any]:
    """What the journal says of an audit."""
    return {
        "call": audit.call_id,
        "audit": audit.id,
        "pack": audit.pack_rev,
        "findings": [finding.rule for finding in findings if not finding.doubtful],
        "doubts": [finding.rule for finding in findings if finding.doubtful],
        **_asked(checked),
    }


def _close(call: Call, result: CallResult) -> None:
    call.status, call.stage, call.risk, call.finished_at = "audited", "", risk(result), now()
    call.error_code = call.error = ""
    call.waits, call.wait_until = 0, None


def _asked(checked: Checked) -> dict[str, Any]:
    """For the journal: about which rules the second reader was asked, and what came of it."""
    if not checked.opinions:
        return {}
    return {"second_reader": {o.rule: [o.model, o.outcome] for o in checked.opinions}}
