"""Each deduction of a collector with all that belongs to it: call, clause, reviewer, appeals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from audit.clock import now
from audit.review.appeals import appeals_of, deadline
from audit.review.scores import points
from audit.store import Acknowledgement, Appeal, Audit, Call, Finding, ReviewDecision, Store, User
from checks.scorecard import Scorecard

_SHOWN = 50  # the newest; a collector with more has another problem


@dataclass(frozen=True, slots=True)
class Deduction:
    """A finding that was confirmed, and stands or was overturned; `points` is what it costs now.

    `until` is when the right to appeal ends (UTC), None where there is none now; `seconds` are
    those of the recording in which the evidence begins and ends, None where there is no sound.
    """

    finding: Finding
    points: float
    appeals: Sequence[Appeal]
    until: datetime | None
    seen: bool
    seconds: tuple[float, float] | None


def deductions(store: Store, person: User, card: Scorecard, days: int) -> Sequence[Deduction]:
    """The collector's own, the newest first; those that an appeal overturned stay to be read."""
    appealed = select(Appeal.finding_id)
    with store.reading() as session:
        findings = session.scalars(
            select(Finding)
            .join(Finding.call)
            .where(Call.agent_id == person.collector_id)
            .where(or_(Finding.status == "confirmed", Finding.id.in_(appealed)))
            .options(
                joinedload(Finding.call),
                joinedload(Finding.audit).joinedload(Audit.transcript),
                selectinload(Finding.decisions).joinedload(ReviewDecision.user),
            )
            .order_by(Finding.id.desc())
            .limit(_SHOWN)
        ).all()
        ids = [finding.id for finding in findings]
        made = appeals_of(session, ids)
        read = set(
            session.scalars(
                select(Acknowledgement.finding_id).where(Acknowledgement.finding_id.in_(ids))
            )
        )
    return [
        _deduction(each, [a for a in made if a.finding_id == each.id], card, days, each.id in read)
        for each in findings
    ]


def _deduction(
    finding: Finding, made: Sequence[Appeal], card: Scorecard, days: int, seen: bool
) -> Deduction:
    stands = finding.status == "confirmed"
    until = deadline(finding, made, days)
    waiting = bool(made) and made[-1].outcome == "open"
    return Deduction(
        finding,
        points(finding, finding.audit.result.get("score") or {}, card) if stands else 0.0,
        made,
        until if until and until > now() and not waiting else None,
        seen,
        _seconds(finding),
    )


def _seconds(finding: Finding) -> tuple[float, float] | None:
    if not finding.turns or finding.call.recording_id is None:
        return None
    turns = [finding.audit.transcript.turns[at] for at in finding.turns]
    return min(turn["start"] for turn in turns), max(turn["end"] for turn in turns)
