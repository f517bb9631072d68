"""The inspector's queue: calls by risk, filtered, in pages that a cursor continues."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, not_, or_, select
from sqlalchemy.orm import Session

from audit.masking import mask_of
from audit.progress import OPEN
from audit.review.claims import held_by_others, holders
from audit.review.filters import OF_FINDING, SAID, Filters, conditions
from audit.review.permissions import visible
from audit.review.snippets import Snippet, snippets
from audit.review.stages import STAGES, Stage, stages_of
from audit.store import Alert, Audit, Call, Finding, Review, Store, Transcript, User
from audit.store.said import MANY, said_by_many
from transcribe.problem import Problem

_COUNTED = 500  # calls
_CHOICES = 500  # of one list; whoever has more types the name


@dataclass(frozen=True, slots=True)
class Row:
    """One call of the queue with what its newest audit found; `findings` hold the doubts, too.

    `said` is where it says what was looked for, `holder` who else is at work on it.
    """

    call: Call
    score: float | None
    findings: Sequence[Finding]
    alerts: Sequence[Alert]
    said: Snippet | None = None
    holder: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """Calls by tab; `at_least` says that there are more than were counted."""

    by_stage: Mapping[Stage, int]
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Rows in order; `next` is the cursor of the page after this one, empty at the end."""

    rows: Sequence[Row]
    next: str


def list_calls(
    store: Store,
    person: User,
    filters: Filters,
    after: str = "",
    limit: int = 50,
    *,
    unheld: bool = False,
) -> QueuePage:
    """The calls that `person` may see, the riskiest first. Problem `bad_cursor`, `bad_filter`.

    With `unheld` those that somebody else is at work on are left out.
    """
    held = [not_(held_by_others(person))] if unheld else []
    with store.reading() as session:
        common = said_by_many(session, filters.values.get(SAID, ""))
        wanted = conditions(filters, store.engine.dialect, common=common)
        found = session.scalars(
            select(Call)
            .where(visible(person), *wanted, *_behind(after), *held)
            # Of equal risk the newer first: the order in which an index runs backwards.
            .order_by(Call.risk.desc(), Call.id.desc())
            .limit(limit + 1)
        ).all()
        rows = _rows(session, person, found[:limit], filters.values.get(SAID, ""))
    return QueuePage(rows, cursor(found[limit - 1]) if len(found) > limit else "")


def count_stages(
    store: Store, person: User, values: Mapping[str, str] = MappingProxyType({})
) -> Counts:
    """How many calls stand behind each tab, of those that the filters leave.

    With filters at most so many calls are counted: nobody works through more, and counting a
    million takes longer than looking at the first fifty.
    """
    if any(values.values()):
        return _count_some(store, person, values)
    counts: dict[Stage, int] = dict.fromkeys(STAGES, 0)
    # Most calls are clean: they are counted with all, and not one by one.
    told = and_(Call.status == "audited", Call.review.in_(("waiting", "doubtful", "reviewed")))
    with store.reading() as session:
        for held in (told, Call.status.in_((*OPEN, "parked"))):
            _add(counts, session, select(Call.status, Call.review).where(visible(person), held))
        whole = select(func.count()).select_from(Call).where(visible(person))
        counts["all"] = session.scalar(whole) or 0
    return Counts(counts)


def _count_some(store: Store, person: User, values: Mapping[str, str]) -> Counts:
    """Of what many say first a part is looked at, which mostly is enough."""
    with store.reading() as session:
        if said_by_many(session, values.get(SAID, "")):
            counts = _counted(session, person, values, common=True, most=MANY)
            if counts["all"] >= _COUNTED:
                return Counts(counts, at_least=True)
        counts = _counted(session, person, values)
    return Counts(counts, at_least=counts["all"] >= _COUNTED)


def _counted(
    session: Session, person: User, values: Mapping[str, str], **how: Any
) -> dict[Stage, int]:
    counts: dict[Stage, int] = dict.fromkeys(STAGES, 0)
    dialect = session.get_bind().dialect
    held = select(Call.status, Call.review).where(
        visible(person), *conditions(Filters("all", values), dialect, **how)
    )
    if set(OF_FINDING) & set(values):  # they are among the riskiest
        held = held.order_by(Call.risk.desc(), Call.id.desc())
    _add(counts, session, held.limit(_COUNTED))
    return counts


def _add(counts: dict[Stage, int], session: Session, held: Select[str, Review]) -> None:
    rows = held.subquery()
    by = (rows.c.status, rows.c.review)
    for status, review, count in session.execute(select(*by, func.count()).group_by(*by)):
        for stage in stages_of(status, review):
            counts[stage] += count


def cursor(call: Call) -> str:
    """Where a call stands in the order; a page that continues there begins behind it."""
    return f"{call.risk!r}_{call.id}"


def _behind(after: str) -> list[ColumnElement[bool]]:
    if not after:
        return []
    try:
        risk, call_id = float(after.partition("_")[0]), int(after.partition("_")[2])
    except ValueError as error:
        raise Problem(
            "bad_cursor", "this page cursor is not one of ours", mend="start at the first page"
        ) from error
    # The first condition says nothing new, but an index can use it.
    return [Call.risk <= risk, or_(Call.risk < risk, Call.id < call_id)]


def choices(store: Store, person: User, name: str) -> Sequence[str]:
    """What there is to choose from: the clients, agencies, teams or collectors of visible calls."""
    of = {"client": Call.client, "agency": Call.agency, "team": Call.team}
    column = of.get(name, Call.agent_name)
    with store.reading() as session:
        found = select(column).where(visible(person), column != "").distinct().order_by(column)
        return session.scalars(found.limit(_CHOICES)).all()


def _rows(session: Session, person: User, calls: Sequence[Call], said: str) -> list[Row]:
    newest = [call.newest_audit_id for call in calls if call.newest_audit_id]
    findings = session.scalars(select(Finding).where(Finding.audit_id.in_(newest))).all()
    alerts = session.scalars(select(Alert).where(Alert.audit_id.in_(newest))).all()
    scored = select(Audit.call_id, Audit.score).where(Audit.id.in_(newest))
    scores: dict[int, float | None] = dict(session.execute(scored).all())
    held = holders(session, person, [call.id for call in calls])
    hides = {call.id: mask_of(call) for call in calls}
    places = snippets(_turns(session, calls), said, hides) if said else {}
    return [
        Row(
            call,
            scores.get(call.id),
            sorted((f for f in findings if f.call_id == call.id), key=by_weight),
            [alert for alert in alerts if alert.call_id == call.id],
            places.get(call.id),
            held.get(call.id, ""),
        )
        for call in calls
    ]


def _turns(session: Session, calls: Sequence[Call]) -> Iterator[Any]:
    """The newest transcript of each, which search looks in."""
    newest = (
        select(func.max(Transcript.id))
        .where(Transcript.call_id.in_([call.id for call in calls]))
        .group_by(Transcript.call_id)
    )
    rows = select(Transcript.call_id, Transcript.turns).where(Transcript.id.in_(newest))
    yield from session.execute(rows)


WEIGHT = {"critical": 0, "major": 1, "minor": 2}


def by_weight(finding: Finding) -> tuple[bool, int, int, str]:
    """Sort key: findings before doubts, the gravest first, then in the order of the call."""
    return (
        not finding.counts,
        WEIGHT.get(finding.severity, 3),
        min(finding.turns, default=-1),
        finding.rule,
    )
