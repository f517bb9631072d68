"""The figures of a report."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from audit.report.read import calls, found
from audit.report.request import Request
from audit.report.wording import SEVERITIES
from audit.store import Call

# From the second violating call on a collector is listed: one may be a slip.
REPEATED = 2


def _hour(call: Call) -> int:
    started = call.local_start
    return started.hour if started else 0


OF_CALL: Mapping[str, Callable[[Call], str]] = {
    "委托方": lambda call: call.client or "未填",
    "机构": lambda call: call.agency or "未填",
    "班组": lambda call: call.team or "未填",
    "坐席": lambda call: f"{call.agent_id} {call.agent_name}".strip() or "未填",
    "时段": lambda call: f"{_hour(call):02} 时",
    "日期": lambda call: str(call.local_start)[:10],
}
BY = ("规则", "严重程度", *OF_CALL)


@dataclass(slots=True)
class Share:
    """One line of a table; `findings` are counted by status."""

    audited: int = 0
    findings: Counter[str] = field(default_factory=Counter)

    @property
    def confirmed(self) -> int:
        return self.findings["confirmed"]

    @property
    def per_thousand(self) -> float | None:
        """Confirmed violations per 1,000 audited calls."""
        return round(1000 * self.confirmed / self.audited, 1) if self.audited else None


@dataclass(slots=True)
class Statistics:
    """`calls` are all of the period; `groups` has a table for each way of `BY`.

    Rules and severities have no calls of their own: their rate is taken of all that were audited.
    `repeated` are collectors by the number of their calls with a confirmed violation.
    """

    calls: int = 0
    total: Share = field(default_factory=Share)
    groups: dict[str, dict[str, Share]] = field(default_factory=lambda: {by: {} for by in BY})
    repeated: Mapping[str, int] = field(default_factory=dict)

    @property
    def coverage(self) -> float | None:
        """Audited of all calls."""
        return round(self.total.audited / self.calls, 4) if self.calls else None

    @property
    def precision(self) -> float | None:
        """Confirmed of all that people decided."""
        decided = self.total.confirmed + self.total.findings["dismissed"]
        return round(self.total.confirmed / decided, 4) if decided else None


def statistics(session: Session, request: Request, titles: Mapping[str, str]) -> Statistics:
    """Count everything once, a row at a time."""
    told = Statistics()
    for call in calls(session, request):
        told.calls += 1
        if call.status == "audited":
            told.total.audited += 1
            for by, of in OF_CALL.items():
                told.groups[by].setdefault(of(call), Share()).audited += 1
    violating: dict[str, set[int]] = defaultdict(set)
    for rule, severity, status, call in found(session, request):
        keys = {"规则": titles.get(rule, rule), "严重程度": SEVERITIES[severity]}
        keys |= {by: of(call) for by, of in OF_CALL.items()}
        told.total.findings[status] += 1
        for by, key in keys.items():
            told.groups[by].setdefault(key, Share()).findings[status] += 1
        if status == "confirmed":
            violating[keys["坐席"]].add(call.id)
    for by in ("规则", "严重程度"):
        for share in told.groups[by].values():
            share.audited = told.total.audited
    told.groups = {by: dict(sorted(shares.items())) for by, shares in told.groups.items()}
    often = {who: len(ids) for who, ids in violating.items() if len(ids) >= REPEATED}
    told.repeated = dict(sorted(often.items(), key=lambda item: (-item[1], item[0])))
    return told
