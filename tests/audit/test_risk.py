"""The order in which calls are looked at."""

from audit.risk import risk
from checks.judgment import Alert, CallResult, Judgment, Outcome


def result(
    *severities: str,
    alerts: tuple[str, ...] = (),
    outcome: Outcome = Outcome.HIT,
    doubts: tuple[str, ...] = (),
    confidence: float = 0.8,
) -> CallResult:
    judgments = tuple(
        Judgment(f"r{n}", 1, outcome, severity, "", confidence=confidence)
        for n, severity in enumerate(severities)
    ) + tuple(
        Judgment(f"d{n}", 1, Outcome.UNDECIDED, severity, "", confidence=0.8, doubtful=True)
        for n, severity in enumerate(doubts)
    )
    told = tuple(Alert(name, (0,), ("",)) for name in alerts)
    return CallResult("C", "p", judgments, told, (), {})


def test_the_order() -> None:
    ordered = [
        result(),
        result(doubts=("minor",)),
        result(doubts=("major",)),
        result(doubts=("critical",)),
        result(doubts=("critical", "minor")),
        result(doubts=("critical",) * 18),
        result("minor", confidence=0.02),
        result("minor"),
        result("minor", doubts=("critical",)),
        result(alerts=("lawyer",)),
        result("minor", "major"),
        result(*["major"] * 10),
        result("critical"),
        result("critical", "major"),
        result(*["critical"] * 18, alerts=("complaint",)),
        result(alerts=("self_harm",)),
    ]
    risks = [risk(each) for each in ordered]
    assert risks == sorted(set(risks))
    assert risks[0] == 0


def test_what_is_no_hit_is_no_risk() -> None:
    assert risk(result("critical", outcome=Outcome.UNDECIDED)) == 0
