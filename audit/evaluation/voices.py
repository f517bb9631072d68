"""`python -m audit.evaluation.voices FOLDER`: whether the voices of recorded people are told apart.

FOLDER holds recordings of one person each. Every one is heard alone and with every other, both cut
into stretches that take turns, as if two people spoke on one channel.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import click
import numpy as np

from transcribe.audio import RATE, Samples, load_recording
from transcribe.transcript import Turn
from transcribe.voices.hear import told_apart

_STRETCH_S = 3.0  # about as long as a turn; a shorter clip is cut in two
_SOUNDS = {".wav", ".flac", ".mp3", ".opus", ".m4a"}


@click.command(help="Tell how many single voices and pairs of voices are heard rightly.")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(folder: Path) -> None:
    paths = sorted(path for path in folder.iterdir() if path.suffix in _SOUNDS)
    clips = {path.name: load_recording(path).samples[0] for path in paths}
    alone = Counter(outcome([clip]) for clip in clips.values())
    pairs = Counter(outcome([clips[one], clips[two]]) for one, two in combinations(clips, 2))
    click.echo("| heard | right | taken for one | mixed up |\n|---|---|---|---|")
    click.echo(f"| {len(clips)} people alone | {alone['one']} | | {alone['mixed']} |")
    cells = pairs["right"], pairs["one"], pairs["mixed"]
    click.echo(f"| {pairs.total()} pairs | {' | '.join(map(str, cells))} |")


def outcome(people: Sequence[Samples]) -> str:
    """`right`, `one` where a single voice is heard, `mixed` where a turn has the wrong voice."""
    cut = [np.array_split(sound, max(2, round(len(sound) / RATE / _STRETCH_S))) for sound in people]
    order = [
        (who, parts[at])
        for at in range(max(map(len, cut)))
        for who, parts in enumerate(cut)
        if at < len(parts)
    ]
    ends = np.cumsum([len(part) for _who, part in order]) / RATE
    turns = [
        Turn("unknown", float(end - len(part) / RATE), float(end), str(who))
        for end, (who, part) in zip(ends, order, strict=True)
    ]
    found = told_apart(turns, np.concatenate([part for _who, part in order]))
    if {turn.voice for turn in found} == {"A"}:
        return "one"
    sides = {(turn.voice, who) for turn in found for who in turn.text.split()}
    return "right" if len(sides) == len(people) else "mixed"


if __name__ == "__main__":
    main()
