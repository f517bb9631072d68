"""The contact history: other attempts at the same debtor on the call's own day and those before.

How many calendar days, this one included, the rule pack says (`history_days`; most need one).

A debtor is a case (案件), or without a case number one name at one lender. A call that names
neither has no known history, and the rule that needs it stays undecided.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from audit.callformat import RawCall, started_at, text_of, to_turns
from audit.store import Call, Transcript
from checks import call as checked
from checks.call import Contact
from checks.operators.contacts import is_connected
from transcribe.transcript import Turn


def histories(
    calls: Iterable[RawCall], history_days: int = 1
) -> dict[str, tuple[Contact, ...] | None]:
    """For every call_id of a file the siblings in that file; None for a call without any.

    A lone call in a file does not say that nobody else called: its history is not known.
    """
    known = {call.call_id: (call.fields, _debtor(call.fields)) for call in calls}
    siblings: dict[object, list[str]] = defaultdict(list)
    for call_id, (fields, debtor) in known.items():
        if debtor is not None and started_at(fields) is not None:
            siblings[debtor].append(call_id)
    contacts = {c: _contact(known[c][0]) for same in siblings.values() for c in same}
    found: dict[str, tuple[Contact, ...] | None] = dict.fromkeys(known)
    for same in siblings.values():
        for call_id in same:
            at = contacts[call_id].started_at
            others = (contacts[other] for other in same if other != call_id)
            found[call_id] = tuple(c for c in others if _near(c, at, history_days)) or None
    return found


def _near(contact: Contact, at: datetime, history_days: int) -> bool:
    """On the day of `at` or the days before, each by its own clock."""
    return 0 <= (at.date() - contact.started_at.date()).days < history_days


def stored_history(
    session: Session, call: Call, history_days: int = 1
) -> tuple[Contact, ...] | None:
    """The earlier attempts among stored calls, which are the history: none means nobody called.

    None also where an earlier sibling has no transcript yet: whether it connected is not known.
    """
    return stored_histories(session, [call], history_days)[call.id]


def stored_histories(
    session: Session, calls: Sequence[Call], history_days: int = 1
) -> dict[int, tuple[Contact, ...] | None]:
    """The same for several, by the call's id, asked for together as far as they have a case."""
    by_case = [call for call in calls if call.case_id and call.local_start]
    cases = Call.case_id.in_({call.case_id for call in by_case})
    firsts = [_first(call, history_days) for call in by_case]
    last = max((call.started_at for call in by_case if call.started_at), default=None)
    near = _attempts(session, cases, min(firsts), last) if last else []
    of_case: dict[str, list[_Attempt]] = defaultdict(list)
    for attempt in near:
        of_case[attempt.case_id].append(attempt)
    found: dict[int, tuple[Contact, ...] | None] = {}
    for call in calls:
        same_debtor, started = _same_debtor(call), call.started_at
        if same_debtor is None or started is None:
            found[call.id] = None
            continue
        first = _first(call, history_days)
        if call.case_id:
            own = [a for a in of_case[call.case_id] if first <= a.started_at < started]
        else:
            own = _attempts(session, same_debtor, first, started)
        found[call.id] = _contacts(own)
    return found


@dataclass(frozen=True, slots=True)
class _Attempt:
    """An earlier call; `turns` is None as long as it is not transcribed."""

    id: int
    case_id: str
    started_at: datetime
    phone: str
    turns: Sequence[Mapping[str, Any]] | None


def _attempts(
    session: Session, whose: ColumnElement[bool], first: datetime, before: datetime
) -> list[_Attempt]:
    """From `first` on and before `before`, in order, each with its newest transcript."""
    rows = session.execute(
        select(Call.id, Call.case_id, Call.started_at, Call.phone, Transcript.turns)
        .outerjoin(Transcript, Transcript.call_id == Call.id)
        .where(whose, Call.started_at >= first, Call.started_at < before)
        .order_by(Call.started_at, Call.id, Transcript.id)
    )
    return list({row.id: _Attempt(*row) for row in rows}.values())


def _contacts(attempts: Sequence[_Attempt]) -> tuple[Contact, ...] | None:
    if any(attempt.turns is None for attempt in attempts):
        return None
    return tuple(
        Contact(each.started_at, _connected(map(Turn.from_dict, each.turns or ())), each.phone)
        for each in attempts
    )


def _first(call: Call, history_days: int) -> datetime:
    """The moment from which attempts count: midnight of the first day on the call's own clock."""
    started = cast(datetime, call.local_start)
    return _midnight(started) - timedelta(days=history_days - 1)


def _debtor(fields: Mapping[str, Any]) -> object:
    name, client = text_of(fields, "debtor", "name"), text_of(fields, "client")
    return text_of(fields, "case_id") or ((name, client) if name and client else None)


def _same_debtor(call: Call) -> ColumnElement[bool] | None:
    if call.case_id:
        return Call.case_id == call.case_id
    if call.debtor_name and call.client:
        return and_(
            Call.case_id == "", Call.debtor_name == call.debtor_name, Call.client == call.client
        )
    return None


def _contact(fields: Mapping[str, Any]) -> Contact:
    connected = _connected(to_turns(fields))
    return Contact(cast(datetime, started_at(fields)), connected, text_of(fields, "phone"))


def _connected(turns: Iterable[Turn]) -> bool:
    return is_connected(checked.Call("", tuple(turns)))


def _midnight(moment: datetime) -> datetime:
    """The start of its day on the clock of `moment`."""
    return datetime.combine(moment.date(), time(), moment.tzinfo)
