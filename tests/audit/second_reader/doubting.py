"""Results that the checks are not sure of, as the meaning layer will leave them."""

from dataclasses import replace

from checks.judgment import CallResult, Judgment, Outcome


def doubt(result: CallResult) -> CallResult:
    """The result as if the checks were not sure of any hit."""
    return replace(
        result,
        judgments=tuple(
            replace(j, outcome=Outcome.UNDECIDED, doubtful=True, reason="存疑", confidence=0.5)
            if j.outcome is Outcome.HIT
            else j
            for j in result.judgments
        ),
    )


def sample(result: CallResult) -> Judgment:
    """The judgment of the rule `sample`."""
    return next(j for j in result.judgments if j.rule == "sample")
