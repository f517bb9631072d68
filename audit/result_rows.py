"""A result as the rows that keep it: the audit with all of it, findings, alerts and facts."""

from typing import Any

from audit.checked import Checked
from audit.clock import now
from audit.store import Alert, Audit, Fact, Finding
from checks.judgment import CallResult, Judgment, Outcome


def audit_of(call_pk: int, transcript_pk: int, checked: Checked) -> Audit:
    """The row of the whole result."""
    return Audit(
        call_id=call_pk,
        transcript_id=transcript_pk,
        pack_rev=checked.result.pack_digest,
        result=_as_json(checked),
        score=checked.score.value,
        undecided=_undecided(checked.result),
        created_at=now(),
    )


def findings_of(audit: Audit, result: CallResult) -> list[Finding]:
    """A row for each hit and each doubt; `audit` has its id."""
    shown = (j for j in result.judgments if j.outcome is Outcome.HIT or j.doubtful)
    return [_finding(audit, judgment) for judgment in shown]


def _as_json(checked: Checked) -> dict[str, Any]:
    """The complete result; each judgment has more keys than the command line promises."""
    result = checked.result
    return {
        "call_id": result.call_id,
        "pack": result.pack_digest,
        "judgments": [
            j.as_dict()
            | {"rule_version": j.rule_version, "spans": _spans(j), "doubtful": j.doubtful}
            for j in result.judgments
        ],
        "alerts": [alert.as_dict() for alert in result.alerts],
        "facts": [fact.as_dict() for fact in result.facts],
        "quality": dict(result.quality),
        "score": checked.score.as_dict(),
        "by_meaning": result.by_meaning,
    }


def _undecided(result: CallResult) -> str:
    open_ = (j for j in result.judgments if j.outcome is Outcome.UNDECIDED and not j.doubtful)
    return "".join(f",{judgment.rule}" for judgment in open_) + ","


def _spans(judgment: Judgment) -> list[dict[str, Any]]:
    return [{"turn": s.turn, "start": s.start, "end": s.end} for s in judgment.spans]


def _finding(audit: Audit, judgment: Judgment) -> Finding:
    return Finding(
        audit_id=audit.id,
        call_id=audit.call_id,
        rule=judgment.rule,
        rule_version=judgment.rule_version,
        severity=judgment.severity,
        turns=list(judgment.turns),
        quotes=list(judgment.quotes),
        spans=_spans(judgment),
        found_by=[layer.value for layer in judgment.found_by],
        confidence=judgment.confidence,
        reason=judgment.reason,
        clauses=[clause.as_dict() for clause in judgment.clauses],
        status="doubtful" if judgment.doubtful else "suspected",
        doubtful=judgment.doubtful,
    )


def alerts_of(audit: Audit, result: CallResult) -> list[Alert]:
    return [
        Alert(
            audit_id=audit.id,
            call_id=audit.call_id,
            name=alert.name,
            turns=list(alert.turns),
            quotes=list(alert.quotes),
        )
        for alert in result.alerts
    ]


def facts_of(audit: Audit, result: CallResult) -> list[Fact]:
    return [
        Fact(
            audit_id=audit.id,
            call_id=audit.call_id,
            type=fact.type,
            turn=fact.turn,
            values=dict(fact.values),
        )
        for fact in result.facts
    ]
