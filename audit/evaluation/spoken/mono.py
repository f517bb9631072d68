"""`python -m audit.evaluation.spoken.mono FOLDER`: who is said to speak where both share a channel.

Lays both parties of every recording of FOLDER on one channel, has the product transcribe it and
name the speakers, and compares them with who spoke. The transcripts stay in FOLDER/mono.jsonl
(mono-SECONDS.jsonl with --pause); a run goes on where another one stopped.
"""

import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

import click

from audit.cli.callfile import pack_option, usable_pack
from audit.evaluation.spoken.onechannel import one_channel, write
from audit.evaluation.spoken.rows import WRITTEN, Row, add_row, whole_rows
from checks.dialogue.roles import with_roles
from checks.rulepack import RulePack
from transcribe.engine import Engine, load_engine
from transcribe.problem import Problem
from transcribe.run import transcribe_recording

RIGHT, WRONG, UNKNOWN = "right", "wrong", "unknown"


@click.command(help="Tell how often the right speaker is named where both share one channel.")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--pause", type=float, help="Seconds between turns, instead of the recording's.")
@pack_option
def main(folder: Path, pause: float | None, pack: Path | None) -> None:
    results = folder / ("mono.jsonl" if pause is None else f"mono-{pause:g}.jsonl")
    try:
        hear(folder, results, pause, usable_pack(pack))
    except Problem as problem:
        sys.exit(f"error: {problem}")
    click.echo(as_markdown(list(whole_rows(results))))


def hear(folder: Path, results: Path, pause_s: float | None, pack: RulePack) -> None:
    """Add what is heard of each call that `results` does not hold yet."""
    done = {row["call_id"] for row in whole_rows(results)}
    engine: Engine | None = None
    for row in whole_rows(folder / WRITTEN):
        if row["call_id"] not in done:
            engine = engine or load_engine()
            add_row(results, _heard(row, folder, pause_s, engine, pack))
            click.echo(f"heard {row['call_id']}", err=True)


def _heard(row: Row, folder: Path, pause_s: float | None, engine: Engine, pack: RulePack) -> Row:
    sound, said = one_channel(row, folder, pause_s)
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "call.wav"
        write(path, sound)
        heard = transcribe_recording(path, channels=None, engine=engine)
    turns = [turn.as_dict() for turn in with_roles(heard.turns, pack)]
    return {"call_id": row["call_id"], "voices": row["voices"], "said": said, "turns": turns}


def as_markdown(rows: Sequence[Row]) -> str:
    """A line for each call and the shares of all turns and of all their seconds."""
    lines = ["| call | agent | customer | turns | right | wrong | unknown |", "|---" * 7 + "|"]
    turns: Counter[str] = Counter()
    seconds: dict[str, float] = defaultdict(float)
    for row in rows:
        found = [(told(row["said"], turn), turn["end"] - turn["start"]) for turn in row["turns"]]
        mine = Counter(how for how, _length in found if how)
        counts = [sum(mine.values()), mine[RIGHT], mine[WRONG], mine[UNKNOWN]]
        cells = [row["call_id"], row["voices"]["agent"], row["voices"]["customer"], *counts]
        lines.append(f"| {' | '.join(map(str, cells))} |")
        turns += mine
        for how, length in found:
            if how:
                seconds[how] += length
    shares = [
        f"{how} {turns[how] / max(1, turns.total()):.1%} of turns"
        f" ({seconds[how] / max(sum(seconds.values()), 0.01):.1%} of their time)"
        for how in (RIGHT, WRONG, UNKNOWN)
    ]
    return "\n".join([*lines, "", f"{len(rows)} calls, speaker of turn: {', '.join(shares)}."])


def told(said: Sequence[Row], turn: Row) -> str:
    """Whether the turn's speaker is who speaks most of its time; "" where nobody does."""
    spoken: dict[str, float] = defaultdict(float)
    for other in said:
        shared = min(other["end"], turn["end"]) - max(other["start"], turn["start"])
        spoken[other["speaker"]] += max(0.0, shared)
    if not any(spoken.values()):
        return ""
    if turn["speaker"] == "unknown":
        return UNKNOWN
    return RIGHT if turn["speaker"] == max(spoken, key=lambda who: spoken[who]) else WRONG


if __name__ == "__main__":
    main()
