"""`transcribe`: recordings in, calls with turns out, in the call format."""

import json
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import click

from audit.config import load_settings
from audit.packs import open_pack
from audit.recogniser import engine_options
from checks.dialogue.roles import with_roles
from checks.rulepack import RulePack
from transcribe.engine import ENGINES, Engine, load_engine
from transcribe.problem import Problem
from transcribe.run import transcribe_recording
from transcribe.transcript import SPEAKERS

# What lies beside recordings in a folder: `transcribe FOLDER/*` passes over it with a word.
NOTES = {".csv", ".json", ".jsonl", ".md", ".toml", ".tsv", ".txt", ".yaml", ".yml"}


def _sides(_ctx: click.Context, _param: click.Parameter, value: str | None) -> dict[str, str]:
    """Read `agent,customer` as who speaks on the left and on the right side."""
    if value is None:
        return {}
    names = [name.strip() for name in value.split(",")]
    if len(names) != 2 or not set(names) <= set(SPEAKERS):
        raise click.BadParameter(f"name two of {', '.join(SPEAKERS)}, left side first")
    return {"left": names[0], "right": names[1]}


@click.command(help="Transcribe recordings; prints one call with its turns as a JSON line each.")
@click.argument("audio", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--engine",
    "name",
    type=click.Choice(["auto", *ENGINES]),
    help="The speech recogniser; otherwise the setting `engine`.",
)
@click.option(
    "--model",
    type=click.Path(path_type=Path),
    help="Whisper weights (a CTranslate2 folder or an openai-whisper .pt file), or the folder of "
    "another engine's model.",
)
@click.option(
    "--channels",
    "sides",
    callback=_sides,
    metavar="LEFT,RIGHT",
    help="Who speaks on the two sides of a stereo recording: agent,customer.",
)
@click.option("--out", type=click.File("w", encoding="utf-8"), default="-", help="Write here.")
def command(
    audio: tuple[Path, ...],
    name: str | None,
    model: Path | None,
    sides: dict[str, str],
    out: IO[str],
) -> None:
    """Transcribe every recording that can be read; exit status 1 when one could not."""
    settings = load_settings(engine=name, model=model)
    engine = load_engine(settings.engine, settings.model, engine_options(settings))
    pack = open_pack(settings.pack)
    folder = Path.cwd() if out.name in ("-", "<stdout>") else Path(out.name).parent
    refused = 0
    for number, path in enumerate(audio, 1):
        if path.suffix.lower() in NOTES:
            click.echo(f"{number}/{len(audio)} {path.name} passed over: not a recording", err=True)
            continue
        click.echo(f"{number}/{len(audio)} {path.name}", err=True)
        try:
            call = as_call(path, sides, engine, folder, pack)
        except Problem as problem:
            refused += 1
            click.echo(f"error: {problem}", err=True)
            continue
        out.write(json.dumps(call, ensure_ascii=False) + "\n")
        out.flush()
    if refused:
        click.echo(f"{refused} of {len(audio)} recordings could not be transcribed", err=True)
        sys.exit(1)


def as_call(
    path: Path, sides: dict[str, str], engine: Engine, folder: Path, pack: RulePack
) -> dict[str, Any]:
    """One recording in the call format, `audio` relative to `folder`.

    The recorder's data is not known here: `call_id` is the file's name without its ending, and
    `started_at` the file's time of change in this machine's time zone less the length, because a
    recorder closes its file when the call ends. Put the real values in before rules about hours.
    Where both parties are on one channel, what they say tells who is who, by `pack`.
    """
    transcript = transcribe_recording(path, channels=sides, engine=engine)
    started = path.stat().st_mtime - transcript.duration_s
    call: dict[str, Any] = {
        "call_id": path.stem,
        "started_at": datetime.fromtimestamp(int(started)).astimezone().isoformat(),
        "duration_s": transcript.duration_s,
        "audio": os.path.relpath(path, folder),
        "turns": [turn.as_dict() for turn in with_roles(transcript.turns, pack)],
        "transcription": {
            "engine": transcript.engine,
            "model_digest": transcript.model_digest,
            "confidence": transcript.confidence,
        },
    }
    return call | ({"channels": sides} if sides else {})
