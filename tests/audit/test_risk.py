"""The order in which calls are looked at."""

from audit.risk import risk
from checks.judgment import Alert, CallResult, Judgment, Outcome


def result(
    *severities: str, alerts: tuple[str, ...] = (), outcome: Outcome = Outcome.HIT
) -> CallResult:
    judgments = tuple(
        Judgment(f"r{n}", 1, outcome, severity, "", confidence=0.8)
        for n, severity in enumerate(severities)
    )
    told = tuple(Alert(name, (0,), ("",)) for name in alerts)
    return CallResult("C", "p", judgments, told, (), {})


def test_the_order() -> None:
    ordered = [
        result(),
        result("minor"),
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
