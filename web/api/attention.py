"""What waits for people: GET /alerts, POST /alerts/ID/seen, GET /progress."""

from typing import Any

from pydantic import BaseModel

from audit.masking import mask_of
from audit.review.decide import mark_alert_seen
from audit.review.running import running
from audit.review.urgent import urgent
from audit.store import Alert
from web.api import blueprint
from web.api.token import auth, caller
from web.state import state


class AlertOut(BaseModel):
    """One alert; `turns` are 0-based."""

    id: int
    call_id: str
    name: str
    turns: list[int]
    quotes: list[str]
    seen: bool

    @classmethod
    def of(cls, alert: Alert) -> "AlertOut":
        hide = mask_of(alert.call)
        return cls(
            id=alert.id, call_id=alert.call.call_id, name=alert.name, turns=alert.turns,
            quotes=[hide(quote) for quote in alert.quotes], seen=alert.seen,
        )  # fmt: skip


class AlertsOut(BaseModel):
    """Threats of suicide first."""

    items: list[AlertOut]


class SeenIn(BaseModel):
    """Whether somebody cared for it."""

    seen: bool = True


class ProgressOut(BaseModel):
    """Calls by status, the pace of the last hour, and what was set aside with its reason."""

    calls: dict[str, int]
    waiting: int
    oldest_s: float
    finished_last_hour: int
    left_s: float | None
    workers: int
    silent: int
    parked: list[dict[str, Any]]
    fetching: list[dict[str, Any]]


@blueprint.get("/alerts")
@blueprint.auth_required(auth)
@blueprint.output(AlertsOut)
@blueprint.doc(responses=[403])
def alerts() -> AlertsOut:
    """Alerts that nobody cared for yet."""
    return AlertsOut(items=[AlertOut.of(each) for each in urgent(state().store, caller())])


@blueprint.post("/alerts/<int:alert_id>/seen")
@blueprint.auth_required(auth)
@blueprint.input(SeenIn, arg_name="asked")
@blueprint.output(AlertOut)
@blueprint.doc(responses=[403, 404])
def alert_seen(alert_id: int, asked: SeenIn) -> AlertOut:
    """Somebody cared for it, or it is open again."""
    return AlertOut.of(mark_alert_seen(state().store, caller(), alert_id, seen=asked.seen))


@blueprint.get("/progress")
@blueprint.auth_required(auth)
@blueprint.output(ProgressOut)
@blueprint.doc(responses=[403])
def progress() -> ProgressOut:
    """How the work goes."""
    told = running(state().store, caller())
    figures = told.figures
    return ProgressOut(
        calls={str(status): count for status, count in figures.calls.items()},
        waiting=figures.waiting,
        oldest_s=figures.oldest_s,
        finished_last_hour=figures.finished,
        left_s=told.left_s,
        workers=figures.workers,
        silent=figures.silent,
        parked=[{"call_id": call.call_id, "error": call.error} for call in told.parked],
        fetching=[
            {"call_id": each.call_id, "tries": each.tries, "message": each.message}
            for each in told.orders
        ],
    )
