"""A collector's own scores: what people confirmed, week by week, beside the team's median.

The machine's suspicion costs nothing here (PIPL art. 24: no decision about a person by a machine
alone); a finding counts from the moment that somebody confirmed it, until somebody overturns it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import fmean, median
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from audit.clock import now
from audit.review.stages import newest_audit
from audit.store import Audit, Call, Finding, Store, User
from checks.scorecard import Scorecard

WEEKS = 12  # a quarter
# A median of fewer colleagues would tell one of them the others' scores.
LEAST_COLLEAGUES = 3
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Week:
    """`begin` in UTC. `calls` and `mine` are the collector's own; None where there is nothing.

    `team` is the median over the team's collectors, each with the mean of their calls.
    """

    begin: datetime
    calls: int
    mine: float | None
    team: float | None


def weeks(store: Store, person: User, card: Scorecard) -> Sequence[Week]:
    """The last WEEKS weeks, the oldest first; a call counts in the week in which it began."""
    end = now()
    begins = [end - _WEEK * back for back in range(WEEKS, 0, -1)]
    with store.reading() as session:
        team = session.scalar(
            select(Call.team)
            .where(Call.agent_id == person.collector_id, Call.team != "")
            .order_by(Call.id.desc())
            .limit(1)
        )
        return [_week(session, person.collector_id, team, card, begin) for begin in begins]


def points(finding: Finding, score: Mapping[str, Any], card: Scorecard) -> float:
    """What a confirmed finding costs its call: as the audit put it, a veto all there is.

    A doubt cost nothing in the audit: once confirmed it costs what its first place does, as does
    what a person added or graded otherwise.
    """
    for cut in score.get("deductions", ()):
        if cut["rule"] == finding.rule and cut.get("severity", "") == finding.severity:
            return card.full if cut.get("veto") else float(cut["points"])
    return card.cost(finding.rule, finding.severity).points


def _week(
    session: Session, collector: str, team: str | None, card: Scorecard, begin: datetime
) -> Week:
    held = (
        Call.status == "audited",
        Call.started_at >= begin,
        Call.started_at < begin + _WEEK,
        Call.team == team if team else Call.agent_id == collector,
    )
    counted = select(Call.agent_id, func.count()).where(*held).group_by(Call.agent_id)
    calls = dict(session.execute(counted).all())
    confirmed = session.execute(
        select(Call.agent_id, Call.id, Finding, Audit.result)
        .join(Audit, Audit.id == newest_audit)
        .join(Finding, Finding.audit_id == Audit.id)
        .where(*held, Finding.status == "confirmed")
    ).all()
    lost: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for agent, call, finding, result in confirmed:
        lost[agent][call] += points(finding, result.get("score") or {}, card)
    means = {
        agent: card.full - sum(min(cut, card.full) for cut in lost[agent].values()) / number
        for agent, number in calls.items()
    }
    enough = len(means) >= LEAST_COLLEAGUES
    return Week(
        begin,
        calls.get(collector, 0),
        means.get(collector),
        median(means.values()) if enough else None,
    )


def mean(values: Sequence[Week]) -> float | None:
    """The collector's score over all these calls; None without any."""
    each = [week.mine for week in values if week.mine is not None for _call in range(week.calls)]
    return fmean(each) if each else None
