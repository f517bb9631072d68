"""`contacts`: more attempts at one debtor than a limit allows, on this day or the last `days` days.

`kind: connected` counts calls that were answered, over lender and all its agencies;
`kind: unanswered` counts attempts at this very number that were not; `kind: any` counts both. This
call counts itself. `kind: conversations` counts earlier answered calls, whatever this one is.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from checks.answer import Answer
from checks.call import Call, Contact
from checks.lexicon import Lexicons
from checks.operators.check import Check, by_metadata
from checks.params import count, one_of, only
from checks.scene import Scene
from checks.scope import Scope

# What counts: answered ones, unanswered ones or (None) both.
_KINDS = {"connected": True, "unanswered": False, "any": None, "conversations": True}


def prepare(params: Mapping[str, Any], _lexicons: Lexicons) -> Check:
    only(params, "contacts", "kind", "more_than", "days")
    limit, days = count(params, "more_than", low=0), count(params, "days", 1)
    kind = one_of(params, "kind", tuple(_KINDS))
    answered, itself = _KINDS[kind], kind != "conversations"

    def check(scene: Scene, _scope: Scope) -> Answer:
        call = scene.call
        if itself and answered not in (None, is_connected(call)):
            return Answer(False)
        if call.started_at is None or call.contacts is None:
            return Answer(None, missing="contacts" if days == 1 else "history")
        earlier = [c for c in call.contacts if _counts(c, call, call.started_at, kind, days)]
        return by_metadata(len(earlier) + itself > limit)

    return check


def is_connected(call: Call) -> bool:
    """Whether the customer spoke once and the agent twice (rules.md).

    Where speakers are not known, three turns count as a conversation.
    """
    speakers = [turn.speaker for turn in call.turns]
    if "unknown" in speakers:
        return len(speakers) >= 3
    return speakers.count("customer") >= 1 and speakers.count("agent") >= 2


def _counts(contact: Contact, call: Call, at: datetime, kind: str, days: int) -> bool:
    """Days are those on the clock of the call being judged."""
    day = contact.started_at.astimezone(at.tzinfo).date()
    lately = at.date() - timedelta(days=days - 1) <= day and contact.started_at < at
    same_number = kind != "unanswered" or contact.number == call.number
    return lately and _KINDS[kind] in (None, contact.connected) and same_number
