"""A result as the rows that keep it: the audit with all of it, findings, alerts and facts."""

from audit.checked import Checked
from audit.clock import now
from audit.result_json import as_json, spans_of, undecided
from audit.store import Alert, Audit, Fact, Finding
from checks.judgment import CallResult, Judgment, Outcome


def audit_of(call_pk: int, transcript_pk: int, checked: Checked) -> Audit:
    """The row of the whole result."""
    return Audit(
        call_id=call_pk,
        transcript_id=transcript_pk,
        pack_rev=checked.result.pack_digest,
        result=as_json(checked),
        score=checked.score.value,
        undecided=undecided(checked.result),
        created_at=now(),
    )


def findings_of(audit: Audit, result: CallResult) -> list[Finding]:
    """A row for each hit and each doubt; `audit` has its id."""
    shown = (j for j in result.judgments if j.outcome is Outcome.HIT or j.doubtful)
    return [_finding(audit, judgment) for judgment in shown]


def _finding(audit: Audit, judgment: Judgment) -> Finding:
    return Finding(
        audit_id=audit.id,
        call_id=audit.call_id,
        rule=judgment.rule,
        rule_version=judgment.rule_version,
        severity=judgment.severity,
        turns=list(judgment.turns),
        quotes=list(judgment.quotes),
        spans=spans_of(judgment),
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
