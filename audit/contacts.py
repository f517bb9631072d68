"""The contact history: other attempts at the same debtor on the call's own day and those before.

How many calendar days, this one included, the rule pack says (`history_days`; most need one).

A debtor is a case (案件), or without a case number one name at one lender. A call that names
neither has no known history, and the rule that needs it stays undecided.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
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
    same_debtor, started = _same_debtor(call), call.local_start
    if same_debtor is None or started is None:
        return None
    first = _midnight(started) - timedelta(days=history_days - 1)
    earlier = session.execute(
        select(Call.id, Call.started_at, Call.phone, Transcript.turns)
        .outerjoin(Transcript, Transcript.call_id == Call.id)
        .where(same_debtor, Call.started_at >= first, Call.started_at < started)
        .order_by(Call.started_at, Call.id, Transcript.id)
    )
    newest = {row.id: row for row in earlier}
    if any(row.turns is None for row in newest.values()):
        return None
    return tuple(
        Contact(row.started_at, _connected(map(Turn.from_dict, row.turns)), row.phone)
        for row in newest.values()
    )


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
