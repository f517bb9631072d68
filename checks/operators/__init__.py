"""The operators a rule's conditions can use, one file each, in a plain dictionary.

To add one: write a module with `prepare(params, lexicons) -> Check` and name it here.
"""

from collections.abc import Callable, Mapping
from typing import Any

from checks.lexicon import Lexicons
from checks.operators import act, contacts, meaning, speaks, started_between, tokens, words
from checks.operators.check import Check

OPERATORS: Mapping[str, Callable[[Mapping[str, Any], Lexicons], Check]] = {
    "words": words.prepare,
    "tokens": tokens.prepare,
    "act": act.prepare,
    "speaks": speaks.prepare,
    "started_between": started_between.prepare,
    "contacts": contacts.prepare,
    "meaning": meaning.prepare,
}
