"""Which call somebody should look at first."""

from collections.abc import Iterable

from checks.judgment import Alert, CallResult, Judgment, Outcome

# Our own numbers; only the order that they make matters: a sure critical finding comes before all
# major ones together, and a threat of suicide before everything.
SEVERITY = {"critical": 100.0, "major": 5.0, "minor": 1.0}
ALERT = {"self_harm": 10_000.0, "lawyer": 1.0, "wrong_number": 1.0}
OTHER_ALERT = 3.0


def risk(result: CallResult) -> float:
    """A number that orders the queue of calls, higher first; 0 where nothing was found."""
    return round(_findings(result.judgments) + _alerts(result.alerts), 3)


def _findings(judgments: Iterable[Judgment]) -> float:
    hits = (j for j in judgments if j.outcome is Outcome.HIT)
    return sum(SEVERITY[hit.severity] * hit.confidence for hit in hits)


def _alerts(alerts: Iterable[Alert]) -> float:
    return sum(ALERT.get(alert.name, OTHER_ALERT) for alert in alerts)
