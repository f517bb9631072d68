"""`backup`: copy everything while it runs."""

import json
from pathlib import Path

import click

from audit.cli.data import data_option
from audit.config import load_settings
from audit.upkeep.backup import backup


@click.command(help="Copy databases and recordings into FOLDER, also while calls are processed.")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@data_option
def command(folder: Path, data: Path | None) -> None:
    """A folder that holds an older copy is renewed: only what is new is copied."""
    click.echo(json.dumps(backup(load_settings(data=data), folder)))
