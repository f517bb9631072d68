"""What workers see to beside the calls, one of them at a time for each matter."""

from collections.abc import Callable, Iterator
from typing import Any

from audit.config import Settings
from audit.dashboard.months import roll_up
from audit.dashboard.refresh import refresh
from audit.intake.fetch import fetch_due
from audit.packs import LivePack
from audit.recordings import Recordings
from audit.report.schedule import make_due
from audit.store import Store
from audit.upkeep.purge import purge
from audit.webhook import tell

Duty = Callable[[], Any]


def duties(
    settings: Settings, store: Store, recordings: Recordings, live: LivePack
) -> Iterator[tuple[float, Duty]]:
    """Each with the seconds between two times; what the settings leave off is not among them."""
    yield settings.figures_s, lambda: (refresh(store), roll_up(store))
    yield settings.reports_s, lambda: make_due(settings, store, live.pack)
    if settings.retention.daily:
        yield settings.purge_s, lambda: purge(settings, store)
    if webhook := settings.webhook:
        yield settings.webhook_s, lambda: tell(store, webhook)
    if fetch := settings.fetch:
        yield settings.fetch_s, lambda: fetch_due(store, recordings, fetch)
