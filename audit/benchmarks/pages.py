"""How long pages take with very many stored calls: the time of the server alone."""

import importlib
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import insert, select

from audit import accounts
from audit.benchmarks.stored import fill
from audit.config import Settings
from audit.dashboard.months import roll_up
from audit.dashboard.refresh import refresh
from audit.evaluation.tables import Table
from audit.places import store_of
from audit.serving import spare_collector
from audit.store import Call, DayMark, Store
from audit.store.schema import prepare
from audit.store.summary import day_of

# What people open all day; the first request of each kind is measured like the others.
PAGES = {
    "queue": "/calls",
    "queue, all": "/calls?stage=all",
    "filter: rule and client": "/calls?rule=threat&client=委托方3",
    "filter: collector and days": "/calls?stage=all&collector=17&since=2026-03-01&until=2026-03-31",
    "filter: undecided": "/calls?stage=all&undecided=any",
    "search: two words": "/calls?stage=all&said=投诉 律师",
    "search: a rare filter": "/calls?said=告诉家人&team=3组",
    "call": "/calls/{number}",
    "dashboard, 30 days": "/dashboard",
    "dashboard, half a year": "/dashboard?from=2026-01-05&to=2026-07-04",
    "progress": "/progress",
}
ROUNDS = 20


def measure(settings: Settings, calls: int) -> Table:
    """One row a page: milliseconds of the server, median and 95th percentile, and bytes."""
    columns = ("page", "median ms", "p95 ms", "bytes")
    rows = list(_rows(settings, calls))
    head = f"{calls} calls on {store_of(settings).dialect}"
    return Table((head, *columns[1:]), rows)


def _rows(settings: Settings, calls: int) -> Iterator[tuple[str, ...]]:
    """Fills the database first, if it is empty."""
    store = store_of(settings)
    prepare(store)
    with _told("filled"):
        with store.reading() as session:
            empty = not accounts.all_users(session)
        if empty:
            with store.writing() as session:
                accounts.add_user(session, "benchmark", "admin", password="benchmark-only")  # noqa: S106
            fill(store, calls)
    with _told("all days counted"):
        _mark_all(store)
        refresh(store)
        while roll_up(store):
            pass
    client = importlib.import_module("web.app").create_app(settings).test_client()
    token = client.get("/sign-in").text.partition('name="csrf_token" value="')[2].partition('"')[0]
    form = {"name": "benchmark", "password": "benchmark-only", "csrf_token": token}
    client.post("/sign-in", data=form)
    spare_collector()
    for name, path in PAGES.items():
        yield (name, *_times(client, path, calls))


def _times(client: Any, path: str, calls: int) -> tuple[str, ...]:
    taken = []
    for turn in range(ROUNDS):
        began = time.perf_counter()
        answer = client.get(path.format(number=1 + turn * 7919 % calls))
        taken.append(1000 * (time.perf_counter() - began))
        if answer.status_code != 200:
            return f"answered {answer.status_code}", "-", "-"
    taken.sort()
    middle, high = taken[len(taken) // 2], taken[int(len(taken) * 0.95) - 1]
    return f"{middle:.0f}", f"{high:.0f}", str(len(answer.data))


def _mark_all(store: Store) -> None:
    with store.writing() as session:
        known = session.scalar(select(DayMark.id).limit(1))
        days = {day_of(at) for at in session.scalars(select(Call.started_at).distinct()) if at}
        if known is None and days:
            session.execute(insert(DayMark), [{"day": day} for day in sorted(days)])


@contextmanager
def _told(what: str) -> Iterator[None]:
    """Say on stderr how long the preparation took."""
    began = time.perf_counter()
    yield
    sys.stderr.write(f"{what} in {time.perf_counter() - began:.1f} s\n")
