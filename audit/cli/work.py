"""`work`: process what is queued."""

import signal
import sys
import threading
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import click

from audit.chores import tried
from audit.cli.data import data_option, open_data
from audit.logs import set_up
from audit.packs import require_good
from audit.progress import any_open, figures
from audit.store import Store
from audit.supervisor import Workers

TICK_S = 0.5


@click.command(help="Process what is queued, until stopped (SIGTERM or Ctrl-C).")
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    help="Processes [default: the setting, else by cores and memory].",
)
@click.option("--until-empty", is_flag=True, help="Stop when nothing is left to do.")
@data_option
def command(workers: int | None, until_empty: bool, data: Path | None) -> None:
    """Progress goes to stderr whenever it changes."""
    settings, store = open_data(data)
    set_up(as_json=settings.log_json)
    require_good(settings.pack)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with Workers(settings, store, workers or settings.worker_count) as running:
        shown: Mapping[str, int] = {}
        while not stop.is_set() and not (until_empty and tried(lambda: _is_empty(store), False)):
            tried(running.tend, None)
            shown = tried(partial(_show, store, shown), shown)
            stop.wait(TICK_S)
        tried(partial(_show, store, shown), shown)


def _is_empty(store: Store) -> bool:
    with store.reading() as session:
        return not any_open(session)


def _show(store: Store, shown: Mapping[str, int]) -> Mapping[str, int]:
    with store.reading() as session:
        now = figures(session)
    if now != shown:
        done = now["audited"] + now["parked"]
        line = f"{done} of {now['calls']} calls done, {now['processing']} in work"
        click.echo(f"{line}, {now['parked']} parked, {now['findings']} findings", err=True)
        sys.stderr.flush()
    return now
