"""The dashboard of a period."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from audit.clock import now
from audit.dashboard.figures import Board, Line, board, newest_day
from audit.dashboard.refresh import AT_ONCE, refresh
from audit.report.request import Request, request_of
from audit.review.permissions import demand
from audit.store.summary import day_of
from transcribe.problem import Problem
from web.auth import person
from web.state import state

blueprint = Blueprint("dashboard", __name__, template_folder="templates")
_DAYS = 30
_CHOICES = ("client", "agency", "team")
# By table, the filter of the queue that its lines open, and how many lines are shown.
TABLES = {
    "rule": "rule",
    "severity": "severity",
    "client": "client",
    "agency": "agency",
    "team": "team",
    "collector": "collector",
}
SHOWN = 15


@blueprint.get("/dashboard")
def page() -> ResponseReturnValue:
    """The figures of the period in the address; 422 with what is wrong beside its field."""
    demand(person(), "report")
    store = state().store
    refresh(store, most_calls=AT_ONCE)
    typed = _typed(newest_day(store))
    shown: dict[str, Any] = {"typed": typed, "problem": None}
    try:
        asked = request_of(typed["from"], typed["to"], **{name: typed[name] for name in _CHOICES})
    except Problem as problem:
        return render_template("dashboard/page.html", **shown | {"problem": problem}), 422
    made = board(store, person(), asked)
    return render_template(
        "dashboard/page.html",
        **shown,
        made=made,
        tables={by: _lines(made, by) for by in TABLES},
        filters=TABLES,
        days=_days(made, asked),
        hours={f"{hour:02}": made.by["hour"].get(f"{hour:02}", Line()) for hour in range(24)},
        kept=_kept(asked),
    )


def _typed(newest: date | None) -> dict[str, str]:
    """What was asked for, else the last month that has calls."""
    last = newest or day_of(now())
    proposed = {"from": str(last - timedelta(days=_DAYS - 1)), "to": str(last)}
    return {
        name: request.args.get(name, proposed.get(name, "")).strip()
        for name in (*proposed, *_CHOICES)
    }


def _lines(made: Board, by: str) -> list[tuple[str, Line]]:
    """The worst first: by what was confirmed, then by what is suspected."""
    lines = made.by[by].items()
    rate = {key: line.per_thousand or 0.0 for key, line in lines}
    return sorted(lines, key=lambda item: (-rate[item[0]], -item[1].found["suspected"], item[0]))[
        :SHOWN
    ]


def _days(made: Board, asked: Request) -> Mapping[str, Line]:
    """Every day of the period, also those without calls, so that gaps are seen."""
    days = [asked.since + timedelta(days=n) for n in range((asked.until - asked.since).days + 1)]
    return {str(day): made.by["day"].get(str(day), Line()) for day in days}


def _kept(asked: Request) -> dict[str, str]:
    """The same calls as filters of the queue."""
    chosen = {name: getattr(asked, name) for name in _CHOICES}
    kept = {name: value for name, value in chosen.items() if value}
    return kept | {"stage": "all", "since": str(asked.since), "until": str(asked.until)}
