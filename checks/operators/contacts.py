"""`contacts`: more attempts at one debtor on one calendar day than a limit allows.

`kind: connected` counts calls that were answered, over lender and all its agencies;
`kind: unanswered` counts attempts at this very number that were not. This call counts itself.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from checks.answer import Answer
from checks.call import Call, Contact
from checks.lexicon import Lexicons
from checks.operators.check import Check, by_metadata
from checks.params import count, one_of, only
from checks.scene import Scene
from checks.scope import Scope


def prepare(params: Mapping[str, Any], _lexicons: Lexicons) -> Check:
    only(params, "contacts", "kind", "more_than")
    limit = count(params, "more_than", low=0)
    answered = one_of(params, "kind", ("connected", "unanswered")) == "connected"

    def check(scene: Scene, _scope: Scope) -> Answer:
        call = scene.call
        if is_connected(call) is not answered:
            return Answer(False)
        if call.started_at is None or call.contacts is None:
            return Answer(None, missing="contacts")
        earlier = [c for c in call.contacts if _counts(c, call, call.started_at, answered)]
        return by_metadata(len(earlier) + 1 > limit)

    return check


def is_connected(call: Call) -> bool:
    """Whether the customer spoke once and the agent twice (rules.md).

    Where speakers are not known, three turns count as a conversation.
    """
    speakers = [turn.speaker for turn in call.turns]
    if "unknown" in speakers:
        return len(speakers) >= 3
    return speakers.count("customer") >= 1 and speakers.count("agent") >= 2


def _counts(contact: Contact, call: Call, at: datetime, answered: bool) -> bool:
    same_day = _day(contact.started_at, at) == at.date() and contact.started_at < at
    same_number = answered or contact.number == call.number
    return same_day and contact.connected is answered and same_number


def _day(moment: datetime, reference: datetime) -> date:
    """The calendar day on the clock of the call being judged."""
    return moment.astimezone(reference.tzinfo).date()
