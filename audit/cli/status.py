"""`status`: how many calls stand where."""

import json
from pathlib import Path

import click

from audit.cli.data import data_option, open_data
from audit.progress import figures
from audit.recogniser import described
from checks.meaning.reader import available
from transcribe.voices.campplus import installed


@click.command(help="How many calls stand where, and what would process them.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")
@data_option
def command(as_json: bool, data: Path | None) -> None:
    """`queued` counts calls that no worker has begun; `audits` counts results.

    Model, device, voices and workers are for people only: the JSON has a fixed set of keys.
    """
    settings, store = open_data(data)
    with store.reading() as session:
        values: dict[str, object] = dict(figures(session))
    ear = described(settings)
    values |= {"engine": ear["engine"], "meaning_layer": available()}
    told_apart = "on" if installed() else "off: make speakers adds what tells them apart"
    more = ear | {"voices": told_apart, "workers": str(settings.worker_count)}
    if as_json:
        click.echo(json.dumps(values, ensure_ascii=False))
    else:
        for name, value in (values | more).items():
            click.echo(f"{name:14}{value}")
    if settings.pack_note.is_file():
        click.echo(f"warning: {settings.pack_note.read_text(encoding='utf-8').strip()}", err=True)
