"""What goes in and out of the API: one model for each shape, from which OpenAPI is made."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, StringConstraints

from audit.masking import Hide, mask_of
from audit.review.page import CallPage
from audit.review.queue import Row
from audit.review.stages import Stage
from audit.store import Call, Finding, FindingStatus, Verdict
from web.api.token import hide_from_caller

Severity = Literal["critical", "major", "minor"]
# A page above this takes long for no use; below 1 there is nothing to ask for.
Limit = Annotated[int, Field(ge=1, le=200)]
Seconds = Annotated[float, Field(ge=0, le=1e6)]


class CallQuery(BaseModel):
    """Filters of the queue; `after` is the `next` of the page before."""

    stage: Stage = "all"
    rule: str = ""
    severity: Severity | Literal[""] = ""
    found_by: str = ""
    status: FindingStatus | Literal[""] = ""
    hour: Annotated[int, Field(ge=0, le=23)] | None = None
    text: str = ""
    said: str = ""
    client: str = ""
    agency: str = ""
    team: str = ""
    collector: str = ""
    assigned: str = ""
    party: Literal["", "debtor", "third_party", "guarantor", "unknown"] = ""
    since: date | None = None
    until: date | None = None
    longer: Seconds | None = None
    shorter: Seconds | None = None
    undecided: str = ""
    after: str = ""
    limit: Limit = 50


class FindingQuery(BaseModel):
    """Filters of findings; `after` is the `next` of the page before.

    Without `status` doubts that nobody confirmed are left out.
    """

    status: FindingStatus | None = None
    rule: str = ""
    after: Annotated[int, Field(ge=0, le=2**62)] = 0
    limit: Limit = 50


class PeriodQuery(BaseModel):
    """Days, both included; the report's are those of the calls' own local time."""

    since: Annotated[date, Field(alias="from")]
    until: Annotated[date, Field(alias="to")]
    client: str = ""
    agency: str = ""
    team: str = ""


class ReportQuery(PeriodQuery):
    """A period and the form of its report."""

    format: Literal["json", "csv", "xlsx", "pdf"] = "json"


class ReviewIn(BaseModel):
    """A person's decision. With `version` it is refused where somebody decided meanwhile.

    `severity` where the finding is graver or lighter than it says.
    """

    decision: Verdict
    note: Annotated[str, StringConstraints(max_length=2000)] = ""
    version: int | None = None
    severity: Severity | Literal[""] = ""


class CorrectionIn(BaseModel):
    """With `turn` its text and speaker are replaced, without it both speakers are exchanged.

    `transcript` is the id that the call was read with; a newer one refuses this.
    """

    transcript: Annotated[int, Field(ge=1, le=2**63 - 1)]
    turn: Annotated[int, Field(ge=0)] | None = None
    text: str = ""
    speaker: Literal["agent", "customer", "unknown"] = "unknown"


class CorrectionOut(BaseModel):
    """The new transcript; the call is checked again soon."""

    transcript: int


class FindingOut(BaseModel):
    """One finding; `turns` are 0-based, `spans` in characters of the turn's text."""

    id: int
    call_id: str
    rule: str
    rule_version: int
    severity: str
    status: FindingStatus
    version: int
    turns: list[int]
    quotes: list[str]
    spans: list[dict[str, Any]]
    found_by: list[str]
    confidence: float
    reason: str
    clauses: list[dict[str, Any]]

    @classmethod
    def of(cls, finding: Finding, hide: Hide | None = None) -> "FindingOut":
        """Masked unless `hide` leaves it: whoever may see names asks for the call, journaled."""
        hide = hide or mask_of(finding.call)
        fields = {name: getattr(finding, name) for name in cls.model_fields if name != "call_id"}
        fields["quotes"] = [hide(quote) for quote in finding.quotes]
        return cls(call_id=finding.call.call_id, **fields)


class FindingsOut(BaseModel):
    """A page of findings; `next` is null at the end."""

    items: list[FindingOut]
    next: int | None


class CallItem(BaseModel):
    """A call in a list; `started_at` has the call's own offset, `score` is null before audit."""

    call_id: str
    status: str
    score: float | None
    collector_id: str
    started_at: str | None
    duration_s: float | None
    client: str
    case_id: str
    risk: float
    finding_count: int

    @classmethod
    def of(cls, row: Row) -> "CallItem":
        return cls(
            **_common(row.call), score=row.score, finding_count=sum(f.counts for f in row.findings)
        )


class CallsOut(BaseModel):
    """A page of calls, the riskiest first; `next` is null at the end."""

    items: list[CallItem]
    next: str | None


class CallOut(CallItem):
    """Everything about one call; `error` says why a parked one could not be processed.

    `doubts` are what the machine was not sure of and nobody confirmed; reviewed like findings.
    """

    error: str
    transcript: int | None
    audit: int | None
    turns: list[dict[str, Any]]
    findings: list[FindingOut]
    doubts: list[FindingOut]
    undecided: list[dict[str, Any]]
    alerts: list[dict[str, Any]]
    facts: list[dict[str, Any]]
    quality: dict[str, float | None]
    score_detail: dict[str, Any] | None

    @classmethod
    def of_page(cls, page: CallPage) -> "CallOut":
        call, score = page.call, page.score
        hide = hide_from_caller(call)
        found = [(f.counts, FindingOut.of(f, hide)) for f in page.findings]
        findings = [out for counts, out in found if counts]
        return cls(
            **_common(call),
            score=score["value"] if score else None,
            finding_count=len(findings),
            error=call.error,
            transcript=page.transcript.id if page.transcript else None,
            audit=page.audit.id if page.audit else None,
            turns=[_turn(turn, hide) for turn in page.transcript.turns] if page.transcript else [],
            findings=findings,
            doubts=[out for counts, out in found if not counts],
            undecided=[_quoting(dict(judgment), hide) for judgment in page.undecided],
            alerts=[
                {
                    "id": a.id,
                    "name": a.name,
                    "turns": a.turns,
                    "seen": a.seen,
                    "quotes": [hide(quote) for quote in a.quotes],
                }
                for a in page.alerts
            ],
            facts=[{"type": f.type, "turn": f.turn, **_fact(f.values, hide)} for f in page.facts],
            quality=dict(page.quality),
            score_detail=dict(score) if score else None,
        )


class ReceiptOut(BaseModel):
    """The call that was taken in."""

    call_id: str
    status: str


class FetchOut(BaseModel):
    """A recording that is fetched; `outcome` is "" until it is settled."""

    call_id: str
    outcome: str
    tries: int
    message: str


def _turn(turn: Mapping[str, Any], hide: Hide) -> dict[str, Any]:
    """A turn; where it is masked without its words, which would tell what is covered."""
    shown = hide(turn["text"])
    kept = {name: value for name, value in turn.items() if name != "words" or hide is str}
    return kept | {"text": shown}


def _quoting(judgment: dict[str, Any], hide: Hide) -> dict[str, Any]:
    if "quotes" in judgment:
        judgment["quotes"] = [hide(quote) for quote in judgment["quotes"]]
    return judgment


def _fact(values: Mapping[str, Any], hide: Hide) -> dict[str, Any]:
    return {name: hide(v) if isinstance(v, str) else v for name, v in values.items()}


def _common(call: Call) -> dict[str, Any]:
    return {
        "call_id": call.call_id,
        "status": call.status,
        "collector_id": call.agent_id,
        "started_at": call.local_start.isoformat() if call.local_start else None,
        "duration_s": call.duration_s,
        "client": call.client,
        "case_id": call.case_id,
        "risk": call.risk,
    }
