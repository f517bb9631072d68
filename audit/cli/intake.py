"""`intake`: take in recordings and calls; say what was refused and why."""

import json
import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import click

from audit.cli.data import data_option, open_data
from audit.intake.accept import Receipt
from audit.intake.batch import run_batch
from audit.places import recordings_of

PROGRESS = 100  # a line on stderr for so many calls


@click.command(
    help="Take in recordings (with a sidecar X.json or --metadata) or call JSONL. "
    "PATH is a file, a folder, a glob or the URL of a store."
)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option(
    "--metadata", metavar="FILE", help="JSONL or CSV that names each recording in 'audio'."
)
@data_option
def command(paths: tuple[str, ...], metadata: str | None, data: Path | None) -> None:
    """Exit status 1 when anything was not accepted; everything else was taken in all the same."""
    settings, store = open_data(data)
    receipts = []
    for receipt in run_batch(store, recordings_of(settings), paths, metadata, settings.intake):
        receipts.append(receipt)
        if receipt.outcome != "accepted":
            click.echo(f"{receipt.outcome}: {_sentence(receipt)}", err=True)
        if len(receipts) % PROGRESS == 0:
            click.echo(f"{len(receipts)} read", err=True)
    counts = Counter(receipt.outcome for receipt in receipts)
    summary = {outcome: counts[outcome] for outcome in ("accepted", "duplicate", "refused")}
    click.echo(", ".join(f"{number} {name}" for name, number in summary.items()), err=True)
    entries = [asdict(receipt) for receipt in receipts]
    click.echo(json.dumps({**summary, "entries": entries}, ensure_ascii=False))
    if counts["accepted"] < len(receipts):
        sys.exit(1)


def _sentence(receipt: Receipt) -> str:
    """The message with its full place, which it names itself or by the file's name only."""
    place, _, rest = receipt.message.partition(": ")
    said = rest if place and receipt.source.endswith(place) else receipt.message
    return f"{receipt.source}: {said}"
