"""What the database holds for a report."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from audit.report.case import Case, case_of
from audit.report.request import Request
from audit.review.stages import newest_audit
from audit.store import Audit, Call, Finding, Rectification, ReviewDecision

# Rows held at once: a finding comes with its whole transcript, about 20 kB.
_AT_ONCE = 200


def cases(session: Session, request: Request, titles: Mapping[str, str]) -> Iterator[Case]:
    """What people confirmed in the newest audit of each call, in the order of the calls."""
    query = (
        select(Finding)
        .join(Finding.call)
        .where(
            Finding.audit_id == newest_audit, Finding.status == "confirmed", *request.conditions()
        )
        .order_by(Call.started_at, Finding.id)
        .options(
            joinedload(Finding.call),
            joinedload(Finding.audit).joinedload(Audit.transcript),
            selectinload(Finding.decisions).joinedload(ReviewDecision.user),
            selectinload(Finding.appeals),
            selectinload(Finding.rectifications).joinedload(Rectification.owner),
        )
        .execution_options(yield_per=_AT_ONCE)
    )
    for finding in session.scalars(query):
        started = finding.call.local_start
        if started and request.holds(started):
            yield case_of(finding, titles)


def calls(session: Session, request: Request) -> Iterator[Call]:
    """Every call of the period, audited or not."""
    query = select(Call).where(*request.conditions()).execution_options(yield_per=_AT_ONCE)
    for call in session.scalars(query):
        started = call.local_start
        if started and request.holds(started):
            yield call


class Found(NamedTuple):
    """One finding or doubt, as far as figures need it."""

    rule: str
    severity: str
    status: str
    call: Call


def found(session: Session, request: Request) -> Iterator[Found]:
    """All that the newest audits hold, doubts included."""
    query = (
        select(Finding.rule, Finding.severity, Finding.status, Call)
        .join(Finding.call)
        .where(Finding.audit_id == newest_audit, *request.conditions())
        .execution_options(yield_per=_AT_ONCE)
    )
    for row in session.execute(query):
        held = Found(*row)
        started = held.call.local_start
        if started and request.holds(started):
            yield held
