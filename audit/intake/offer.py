"""What is offered for intake: one call with its sound, its turns, or both."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any, Protocol


class Sound(Protocol):
    """A recording that has not been taken in yet."""

    @property
    def name(self) -> str:
        """File name with its suffix, for messages."""
        ...

    def open(self) -> IO[bytes]:
        """Open for reading; raises OSError where it cannot be read."""
        ...


@dataclass(frozen=True, slots=True)
class Offer:
    """One call with what is known of it.

    `fields` is a valid mapping of the call format, only that `started_at` may be absent for a bare
    recording; `source` says where it came from, such as "calls.jsonl line 3".
    """

    fields: Mapping[str, Any]
    source: str
    sound: Sound | None = None
