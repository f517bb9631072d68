"""Which call somebody should look at first."""

from collections.abc import Iterable

from checks.judgment import Alert, CallResult, Judgment, Outcome

# Our own numbers; only the order that they make matters: a sure critical finding comes before all
# major ones together, and a threat of suicide before everything.
SEVERITY = {"critical": 100.0, "major": 5.0, "minor": 1.0}
ALERT = {"self_harm": 10_000.0, "lawyer": 1.0, "wrong_number": 1.0}
OTHER_ALERT = 3.0
# Of what a hit would weigh: eighteen sure critical doubts together stay below a minor hit.
DOUBT = 1e-5


def risk(result: CallResult) -> float:
    """A number that orders the queue of calls, higher first; 0 where nothing was found."""
    hits = _weight(j for j in result.judgments if j.outcome is Outcome.HIT)
    doubts = _weight(j for j in result.judgments if j.doubtful)
    return round(hits + DOUBT * doubts + _alerts(result.alerts), 9)


def _weight(judgments: Iterable[Judgment]) -> float:
    return sum(SEVERITY[judgment.severity] * judgment.confidence for judgment in judgments)


def _alerts(alerts: Iterable[Alert]) -> float:
    return sum(ALERT.get(alert.name, OTHER_ALERT) for alert in alerts)
