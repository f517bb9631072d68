"""`purge`: forget calls whose time is over; and holds, which keep some."""

from pathlib import Path

import click

from audit.cli.data import data_option, open_data
from audit.upkeep.purge import due, hold, purge, release


@click.command(help="Delete sound and text of calls whose time is over; decisions stay.")
@click.option("--dry-run", is_flag=True, help="Only say how many there are.")
@click.option("--hold", "held", metavar="CALL_ID", help="Keep this call whatever its age.")
@click.option("--reason", default="", help="Why it is held.")
@click.option("--release", "released", metavar="CALL_ID", help="Hold this call no more.")
@data_option
def command(
    *, dry_run: bool, held: str | None, reason: str, released: str | None, data: Path | None
) -> None:
    """How long by client and class: the settings' section `retention`."""
    settings, store = open_data(data)
    if held:
        hold(store, held, reason)
    elif released:
        release(store, released)
    elif dry_run:
        click.echo(f"{sum(1 for _ in due(store, settings.retention))} calls are due")
    else:
        click.echo(f"{purge(settings, store)} calls purged")
