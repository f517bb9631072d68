"""`keys`: make a key, say what is sealed, seal everything with the newest one."""

from pathlib import Path

import click

from audit.cli.data import data_option, open_data
from audit.places import keys_of
from audit.sealing.fields import MARK
from audit.sealing.keys import new_key
from audit.sealing.rotate import open_rows, rotate


@click.group(help="Keys that seal recordings and transcripts.")
def command() -> None:
    """The newest stands first in the key file."""


@command.command(help="Print a new key for the key file; NAME is of a-z, 0-9 and -.")
@click.argument("name")
def new(name: str) -> None:
    """Nothing is stored."""
    click.echo(new_key(name))


@command.command(help="Say how much is not sealed with the newest key.")
@data_option
def status(data: Path | None) -> None:
    """Counts rows; recordings are looked at by `rotate`."""
    settings, store = open_data(data)
    ring = keys_of(settings)
    click.echo(f"newest key: {ring.newest if ring else 'none'}")
    if ring:
        click.echo(f"rows of another key or open: {open_rows(store, f'{MARK}{ring.newest}:')}")


@command.command("rotate", help="Seal everything stored with the newest key; may be run again.")
@data_option
def rotate_(data: Path | None) -> None:
    """Every process must know the newest key before: restart them first."""
    settings, store = open_data(data)
    done = rotate(settings, store)
    click.echo(", ".join(f"{count} {name}" for name, count in done.items()))
