"""`serve`: the web application and, beside it, one worker."""

from pathlib import Path

import click

from audit.cli.data import data_option
from audit.config import load_settings
from audit.logs import set_up
from audit.places import store_of
from audit.serving import serving, stop_signal
from audit.store.schema import upgrade

# Free of well-known services, which tend to sit on 8000 and 8080.
PORT = 8765


@click.command(help="Serve the review pages and the API, with one worker beside them.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(0, 65535))
@click.option("--no-worker", is_flag=True, help="Only serve; `work` runs elsewhere.")
@data_option
def command(host: str, port: int, no_worker: bool, data: Path | None) -> None:
    """Migrate, serve until Ctrl-C or SIGTERM, stop both."""
    settings = load_settings(data=data)
    set_up(as_json=settings.log_json)
    store = store_of(settings)
    upgrade(store)
    stop = stop_signal()
    with serving(settings, store, host, port, worker=not no_worker) as address:
        click.echo(f"serving {address} (Ctrl-C stops)", err=True)
        stop.wait()
        click.echo("stopping", err=True)
