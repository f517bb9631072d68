"""`watch`: take in what appears in folders and stores, until stopped."""

from pathlib import Path

import click

from audit.chores import tried
from audit.cli.data import data_option, open_data
from audit.intake.watch import Watch
from audit.logs import set_up
from audit.places import recordings_of
from audit.serving import stop_signal


@click.command(
    help="Take in recordings and calls as they appear. PATH is a folder, a glob, or the URL of a "
    "store (s3://…, sftp://…). A file that is still being written is left until it lies still."
)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option(
    "--metadata",
    metavar="FILE",
    help="CSV or JSONL of the dialler, read again at each look; a "
    "recording waits until it names it.",
)
@click.option("--every", default=10.0, show_default=True, help="Seconds between two looks.")
@data_option
def command(paths: tuple[str, ...], metadata: str | None, every: float, data: Path | None) -> None:
    """One line on stderr for each item; stops on Ctrl-C or SIGTERM."""
    settings, store = open_data(data)
    set_up(as_json=settings.log_json)
    stop = stop_signal()
    watch = Watch(store, recordings_of(settings), paths, settings.intake, metadata)
    while not stop.is_set():
        tried(lambda: _look(watch), None)
        stop.wait(every)


def _look(watch: Watch) -> None:
    for receipt in watch.look():
        click.echo(f"{receipt.outcome}: {receipt.message or receipt.source}", err=True)
