"""The machine against people, rule by rule and month by month, from everyday decisions."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import String, cast, extract, func, not_, select

from audit.calibration.intervals import Share
from audit.clock import now
from audit.review.permissions import demand
from audit.store import PERSON, Audit, Finding, Store, User
from checks.rulepack import RulePack

MONTHS = 6
_MONTH = timedelta(days=31)
# Fewer decisions say nothing: with 20 of which half stand, the interval is 0.30 to 0.70.
LEAST = 20


@dataclass(frozen=True, slots=True)
class Record:
    """One rule: by month ("2026-11", the newest last) and over all of them.

    `demote` asks a person to set a stable rule back to trial: even the upper bound of what stands
    lies below the limit.
    """

    rule: str
    months: Mapping[str, Share]
    total: Share
    demote: bool


def records(store: Store, person: User, pack: RulePack, limit: float) -> Sequence[Record]:
    """Findings that people decided; the worst first. `limit` is a share. Problem `forbidden`."""
    demand(person, "review")
    year, month = extract("year", Audit.created_at), extract("month", Audit.created_at)
    counted = (
        select(Finding.rule, year, month, Finding.status, func.count())
        .join(Finding.audit)
        .where(
            Finding.status.in_(("confirmed", "dismissed")),
            not_(Finding.doubtful),
            not_(cast(Finding.found_by, String).contains(f'"{PERSON}"')),
            Audit.created_at >= now() - MONTHS * _MONTH,
        )
        .group_by(Finding.rule, year, month, Finding.status)
    )
    counts: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    with store.reading() as session:
        for rule, at_year, at_month, status, count in session.execute(counted):
            counts[rule][f"{int(at_year)}-{int(at_month):02}"][status] = count
    made = [_record(rule, months, pack, limit) for rule, months in counts.items()]
    return sorted(made, key=lambda record: (record.total.value or 0.0, record.rule))


def _record(
    rule: str, months: Mapping[str, Mapping[str, int]], pack: RulePack, limit: float
) -> Record:
    shares = {
        month: Share(by.get("confirmed", 0), sum(by.values()))
        for month, by in sorted(months.items())
    }
    total = Share(sum(s.hits for s in shares.values()), sum(s.total for s in shares.values()))
    known = pack.rules.get(rule)
    stable = known is not None and known.stage == "stable"
    return Record(rule, shares, total, stable and total.total >= LEAST and total.high < limit)
