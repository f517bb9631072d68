"""GET /findings, POST /findings/ID/review and GET /findings/ID/evidence."""

from flask import Response

from audit.review.decide import decide, list_findings
from web.api import blueprint
from web.api.shapes import FindingOut, FindingQuery, FindingsOut, ReviewIn
from web.api.token import auth, caller
from web.reports.download import evidence as evidence_file
from web.state import state


@blueprint.get("/findings")
@blueprint.auth_required(auth)
@blueprint.input(FindingQuery, location="query", arg_name="query")
@blueprint.output(FindingsOut)
def list_findings_(query: FindingQuery) -> FindingsOut:
    """Findings of the calls that the token's person may see."""
    found = list_findings(
        state().store,
        caller(),
        status=query.status,
        rule=query.rule,
        after=query.after,
        limit=query.limit,
    )
    items = [FindingOut.of(finding) for finding in found]
    return FindingsOut(items=items, next=items[-1].id if len(items) == query.limit else None)


@blueprint.post("/findings/<int:finding_id>/review")
@blueprint.auth_required(auth)
@blueprint.input(ReviewIn, arg_name="review")
@blueprint.output(FindingOut)
@blueprint.doc(responses=[403, 404, 409])
def review(finding_id: int, review: ReviewIn) -> FindingOut:
    """Confirm or dismiss one finding or doubt."""
    finding = decide(
        state().store,
        caller(),
        finding_id,
        review.decision,
        note=review.note,
        version=review.version,
        severity=review.severity,
    )
    return FindingOut.of(finding)


@blueprint.get("/findings/<int:finding_id>/evidence")
@blueprint.auth_required(auth)
@blueprint.doc(
    responses={200: "The file", 403: "Forbidden", 404: "Not found", 422: "Not confirmed"}
)
def evidence(finding_id: int) -> Response:
    """The evidence package of a confirmed finding: a zip with sound, turns, clauses, decisions."""
    return evidence_file(finding_id, caller())
