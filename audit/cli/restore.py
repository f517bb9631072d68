"""`restore`: make a data folder from a backup."""

import json
from pathlib import Path

import click

from audit.cli.data import data_option
from audit.config import load_settings
from audit.upkeep.backup import restore


@click.command(help="Make a fresh data folder from the backup in FOLDER; then run `verify --all`.")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@data_option
def command(folder: Path, data: Path | None) -> None:
    """Refuses a data folder that is not empty."""
    click.echo(json.dumps(restore(folder, load_settings(data=data).data)))
