"""`migrate`: bring the database to this program's tables."""

from pathlib import Path

import click

from audit.cli.data import data_option
from audit.config import load_settings
from audit.places import store_of
from audit.store.schema import current, upgrade


@click.command(help="Bring the database to this program's tables; safe to repeat.")
@data_option
def command(data: Path | None) -> None:
    """Upgrade and say from where to where."""
    store = store_of(load_settings(data=data))
    before = current(store)
    upgrade(store)
    click.echo(f"tables: {before or 'none'} -> {current(store)}", err=True)
