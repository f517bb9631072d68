"""What a machine asks about this one: alive, ready, and a few numbers."""

from collections.abc import Iterator

from flask import Blueprint
from flask.typing import ResponseReturnValue
from prometheus_client import CollectorRegistry, Metric, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from audit.review.figures import Figures, read_figures
from audit.store.schema import current, head
from web.state import state

blueprint = Blueprint("monitor", __name__)


@blueprint.get("/healthz")
def healthz() -> ResponseReturnValue:
    """The process answers."""
    return {"status": "ok"}


@blueprint.get("/readyz")
def readyz() -> ResponseReturnValue:
    """The database answers and has this program's tables."""
    if current(state().store) != head():
        return {"status": "the database needs `callaudit migrate`"}, 503
    return {"status": "ready"}


@blueprint.get("/metrics")
def metrics() -> ResponseReturnValue:
    """Prometheus text: counts only, no ids and no names."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Collector(read_figures(state().store, state().settings.dead_s)))
    return generate_latest(registry), 200, {"Content-Type": CONTENT_TYPE_LATEST}


class _Collector(Collector):
    def __init__(self, figures: Figures) -> None:
        self._figures = figures

    def collect(self) -> Iterator[Metric]:
        calls = GaugeMetricFamily("callaudit_calls", "Calls by status.", labels=["status"])
        for status, count in self._figures.calls.items():
            calls.add_metric([status], count)
        yield calls
        figures = self._figures
        for name, told, value in (
            ("queue_depth", "Calls not finished yet.", figures.waiting),
            ("queue_oldest_seconds", "Age of the oldest of them.", figures.oldest_s),
            ("finished_last_hour", "Calls audited in the last hour.", figures.finished),
            ("sound_last_hour_seconds", "Sound of those calls.", figures.sound_s),
            ("workers", "Workers that beat.", figures.workers),
            ("workers_silent", "Workers whose beat is too old.", figures.silent),
            ("recovered", "Stages that a worker died in and another finished.", figures.recovered),
        ):
            yield GaugeMetricFamily(f"callaudit_{name}", told, value=value)
