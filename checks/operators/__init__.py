"""The operators a rule's conditions can use, one file each, in a plain dictionary.

To add one: write a module with `prepare(params, lexicons) -> Check`, name it here, and show it in
docs/writing-rules.md.
"""

from collections.abc import Callable, Mapping
from typing import Any

from checks.lexicon import Lexicons
from checks.operators import (
    act,
    call_field,
    compare,
    contacts,
    duration,
    energy,
    hang_up,
    meaning,
    overlap,
    pick_up,
    repeated,
    role,
    silence,
    similar,
    speaks,
    speech_rate,
    started_between,
    tokens,
    words,
)
from checks.operators.check import Check

OPERATORS: Mapping[str, Callable[[Mapping[str, Any], Lexicons], Check]] = {
    "words": words.prepare,
    "tokens": tokens.prepare,
    "similar": similar.prepare,
    "meaning": meaning.prepare,
    "act": act.prepare,
    "repeated": repeated.prepare,
    "compare": compare.prepare,
    "speaks": speaks.prepare,
    "role": role.prepare,
    "silence": silence.prepare,
    "overlap": overlap.prepare,
    "speech_rate": speech_rate.prepare,
    "energy": energy.prepare,
    "pick_up": pick_up.prepare,
    "hang_up": hang_up.prepare,
    "duration": duration.prepare,
    "call_field": call_field.prepare,
    "started_between": started_between.prepare,
    "contacts": contacts.prepare,
}
