"""One utterance and what is known of it."""

from dataclasses import dataclass

from checks.meaning.labels import Side

CALL = "call"
"""Origin of a turn from a whole call: every label of its side is known, shown or not."""


@dataclass(frozen=True, slots=True)
class Example:
    """`text` as `side` said it after `before`; it shows the labels in `shows`.

    `origin` is CALL, or the one rule, speech act or background that a single line was written
    for.
    """

    origin: str
    shows: frozenset[str]
    before: str
    text: str
    side: Side
