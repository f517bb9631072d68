"""A result as JSON: what an audit keeps whole beside the rows made of it."""

from typing import Any

from audit.checked import Checked
from checks.judgment import CallResult, Judgment, Outcome


def as_json(checked: Checked) -> dict[str, Any]:
    """The complete result; each judgment has more keys than the command line promises."""
    result = checked.result
    return {
        "call_id": result.call_id,
        "pack": result.pack_digest,
        "judgments": [
            j.as_dict()
            | {"rule_version": j.rule_version, "spans": spans_of(j), "doubtful": j.doubtful}
            for j in result.judgments
        ],
        "alerts": [alert.as_dict() for alert in result.alerts],
        "facts": [fact.as_dict() for fact in result.facts],
        "quality": dict(result.quality),
        "score": checked.score.as_dict(),
        "by_meaning": result.by_meaning,
    }


def undecided(result: CallResult) -> str:
    open_ = (j for j in result.judgments if j.outcome is Outcome.UNDECIDED and not j.doubtful)
    return "".join(f",{judgment.rule}" for judgment in open_) + ","


def spans_of(judgment: Judgment) -> list[dict[str, Any]]:
    return [{"turn": s.turn, "start": s.start, "end": s.end} for s in judgment.spans]
