"""Drawing a sample of audited calls, at random or so many of each stratum."""

import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from math import ceil
from random import Random
from typing import Literal

from sqlalchemy import Dialect, not_, select
from sqlalchemy.orm import Session

from audit import journal
from audit.clock import now
from audit.review.filters import Filters, conditions
from audit.review.permissions import demand, visible
from audit.review.stages import has_finding, newest_audit
from audit.store import Call, Finding, Sample, SampleItem, Store, User
from transcribe.problem import Problem

Only = Literal["all", "flagged", "unflagged"]
# What a sample can be spread over; "" draws from all calls together.
STRATA = {"collector": Call.agent_id, "team": Call.team, "client": Call.client}
LARGEST = 5000  # calls; nobody reads more


@dataclass(frozen=True, slots=True)
class Drawing:
    """What to draw: `count` calls, or `percent` of them, of each stratum, at least one of each.

    `only` "unflagged" takes calls in which the machine found nothing: how much it misses is
    estimated from those alone. `values` are filters of the queue.
    """

    name: str
    count: int = 0
    percent: float = 0.0
    stratum: str = ""
    only: Only = "all"
    readers: int = 1
    values: Mapping[str, str] = field(default_factory=dict)

    def size(self, population: int) -> int:
        wanted = self.count or ceil(population * self.percent / 100)
        return min(population, wanted)


def draw(store: Store, by: User, drawing: Drawing, seed: int | None = None) -> Sample:
    """Draw and keep a sample. Problem `forbidden`, `bad_sample` naming the field, `bad_filter`."""
    demand(by, "draw_sample")
    _check(drawing)
    seed = secrets.randbits(32) if seed is None else seed
    with store.writing() as session:
        strata = _strata(session, by, drawing, store.engine.dialect)
        chance = Random(seed)  # noqa: S311 - to be repeated, not to be secret
        chosen = {
            stratum: sorted(chance.sample(calls, drawing.size(len(calls))))
            for stratum, calls in sorted(strata.items())
        }
        if not any(chosen.values()):
            raise Problem("bad_sample", "no call meets this", where="only", mend="ask for more")
        sample = Sample(
            name=drawing.name.strip(),
            readers=drawing.readers,
            drawing=asdict(drawing) | {"values": dict(drawing.values), "seed": seed},
            population={stratum: len(calls) for stratum, calls in strata.items()},
            user_id=by.id,
            at=now(),
        )
        session.add(sample)
        session.flush()
        _keep(session, sample, chosen)
        journal.append(
            session, by.name, "sample drawn", sample=sample.id, calls=len(sample.items), seed=seed
        )
        return sample


def _check(drawing: Drawing) -> None:
    wrong = {
        "name": not 0 < len(drawing.name.strip()) <= 60,
        "count": not 0 <= drawing.count <= LARGEST,
        "percent": not 0 <= drawing.percent <= 100 or not (drawing.count or drawing.percent),
        "stratum": drawing.stratum not in ("", *STRATA),
        "readers": drawing.readers not in (1, 2, 3),
    }
    for name, is_wrong in wrong.items():
        if is_wrong:
            raise Problem("bad_sample", f"{name} is missing or out of range", where=name)


def _strata(
    session: Session, by: User, drawing: Drawing, dialect: Dialect
) -> Mapping[str, Sequence[int]]:
    """Ids of the calls to draw from, by stratum, in a fixed order."""
    column = STRATA.get(drawing.stratum)
    found = has_finding(Finding.counts)  # type: ignore[arg-type]  # a hybrid is a condition here
    only = {"all": (), "flagged": (found,), "unflagged": (not_(found),)}[drawing.only]
    wanted = select(Call.id, column if column is not None else Call.direction).where(
        visible(by),
        Call.status == "audited",
        *conditions(Filters("all", dict(drawing.values)), dialect),
        *only,
    )
    strata: dict[str, list[int]] = defaultdict(list)
    for call_id, stratum in session.execute(wanted.order_by(Call.id)):
        strata[stratum if column is not None else ""].append(call_id)
    return strata


def _keep(session: Session, sample: Sample, chosen: Mapping[str, Sequence[int]]) -> None:
    ids = [call for calls in chosen.values() for call in calls]
    found: dict[int, set[str]] = defaultdict(set)
    query = select(Finding.call_id, Finding.rule).join(Call, Call.id == Finding.call_id)
    query = query.where(Finding.audit_id == newest_audit, Finding.counts, Call.id.in_(ids))
    for call_id, rule in session.execute(query):
        found[call_id].add(rule)
    session.add_all(
        SampleItem(sample=sample, call_id=call, stratum=stratum, machine=sorted(found[call]))
        for stratum, calls in chosen.items()
        for call in calls
    )
    session.flush()
