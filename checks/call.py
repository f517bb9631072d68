"""What a rule may know of a call: the transcript and the metadata that decide an outcome."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from transcribe.transcript import Turn

CalledParty = Literal["debtor", "third_party", "guarantor"]


@dataclass(frozen=True, slots=True)
class Contact:
    """Another attempt to reach the same debtor; `number` is the (pseudonymous) number dialled."""

    started_at: datetime
    connected: bool
    number: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """One call as the rules see it. Absent metadata is None: a rule that needs it is undecided.

    `started_at` carries the call's own UTC offset. `contacts` are the other attempts at the same
    debtor over lender and agencies; None means that the history is not known.
    `debt` is the lender's data (`amount` in yuan, `overdue_days`, `product`). `metadata` is all
    that came with the call, by the names of the call format, less its turns.
    """

    call_id: str
    turns: tuple[Turn, ...]
    started_at: datetime | None = None
    called_party: CalledParty | None = None
    callback_requested: bool = False
    debtor_name: str = ""
    agent_name: str = ""
    client: str = ""
    agency: str = ""
    number: str = ""
    debt: Mapping[str, object] = field(default_factory=dict)
    contacts: tuple[Contact, ...] | None = None
    duration_s: float | None = None
    metadata: Mapping[str, object] = field(default_factory=dict)
