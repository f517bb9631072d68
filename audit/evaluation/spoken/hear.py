"""`python -m audit.evaluation.spoken.hear FOLDER`: transcribes what `speak` recorded.

By the product's own pipeline, into FOLDER/heard.jsonl: the calls of written.jsonl with what was
heard in place of what was said, labels carried over.
"""

import sys
from pathlib import Path
from typing import Any

import click

from audit.evaluation.spoken.carry import carried
from audit.evaluation.spoken.rows import CHANNELS, HEARD, WRITTEN, Row, add_row, whole_rows
from transcribe.engine import Engine, load_engine
from transcribe.problem import Problem
from transcribe.run import transcribe_recording


@click.command(help="Transcribe the recordings of FOLDER that were not transcribed yet.")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(folder: Path) -> None:
    try:
        refused = hear(folder, load_engine())
    except Problem as problem:
        sys.exit(f"error: {problem}")
    if refused:
        sys.exit(1)


def hear(folder: Path, engine: Engine) -> int:
    """Transcribe what is new; how many recordings could not be, each named on stderr."""
    rows = list(whole_rows(folder / WRITTEN))
    done = {row["call_id"] for row in whole_rows(folder / HEARD)}
    refused = 0
    for number, row in enumerate(rows, 1):
        if row["call_id"] in done:
            continue
        try:
            add_row(folder / HEARD, heard(row, folder, engine))
        except Problem as problem:
            refused += 1
            click.echo(f"error: {problem}", err=True)
        else:
            click.echo(f"heard {number} of {len(rows)}: {row['call_id']}", err=True)
    return refused


def heard(row: Row, folder: Path, engine: Engine) -> Row:
    """One spoken call as the product hears it."""
    transcript = transcribe_recording(
        folder / row["audio"], channels=row["channels"], engine=engine
    )
    turns = [_on_channel(turn.as_dict()) for turn in transcript.turns]
    call = carried(row, turns)
    return {**call, "engine": transcript.engine, "model_digest": transcript.model_digest}


def _on_channel(turn: dict[str, Any]) -> Row:
    return {**turn, "channel": CHANNELS[turn["speaker"]]}


if __name__ == "__main__":
    main()
