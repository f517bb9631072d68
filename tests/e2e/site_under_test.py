"""What the fixture `site` gives."""

from dataclasses import dataclass

from audit.store import Store


@dataclass(frozen=True, slots=True)
class Site:
    """Where the application answers, its database, and the call in it."""

    address: str
    store: Store
    call: int
