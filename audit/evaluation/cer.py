"""Character error rate of the transcription on recordings with a known text.

Run it with `python -m audit.evaluation.cer FOLDER [--engine NAME]…`; FOLDER holds recordings and
`refs.tsv`, tab separated with the columns `file` and `reference`.
"""

import csv
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from transcribe.clean import simplified
from transcribe.engine import WITH_WEIGHTS, Engine, load_engine
from transcribe.problem import Problem
from transcribe.run import transcribe_recording


@dataclass(frozen=True, slots=True)
class ErrorCount:
    """Edits (substituted, inserted, left out) needed to turn what was heard into the reference."""

    edits: int
    characters: int

    @property
    def rate(self) -> float:
        return self.edits / self.characters if self.characters else float(self.edits > 0)

    def __add__(self, other: "ErrorCount") -> "ErrorCount":
        return ErrorCount(self.edits + other.edits, self.characters + other.characters)


def count_errors(reference: str, heard: str) -> ErrorCount:
    """Compare two texts in simplified characters, without punctuation, blanks and case."""
    wanted, got = comparable(reference), comparable(heard)
    return ErrorCount(_edit_distance(wanted, got), len(wanted))


def comparable(text: str) -> str:
    """The letters and digits alone, simplified and of one width: what error rates compare."""
    folded = unicodedata.normalize("NFKC", simplified(text)).casefold()
    return "".join(char for char in folded if char.isalnum())


def _edit_distance(wanted: str, got: str) -> int:
    """Levenshtein distance, row by row."""
    row = list(range(len(got) + 1))
    for i, expected in enumerate(wanted, 1):
        diagonal, row[0] = row[0], i
        for j, char in enumerate(got, 1):
            diagonal, row[j] = (
                row[j],
                min(row[j] + 1, row[j - 1] + 1, diagonal + (expected != char)),
            )
    return row[-1]


def read_references(folder: Path) -> list[tuple[Path, str]]:
    """Recordings of `folder` with their reference text, from its `refs.tsv`."""
    table = folder / "refs.tsv"
    if not table.is_file():
        raise Problem(
            "references_missing",
            "there is no refs.tsv",
            where=str(folder),
            mend="name a folder with recordings and refs.tsv (file, reference)",
        )
    with table.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return [(folder / row["file"], row["reference"]) for row in rows]


def measure(clips: Sequence[tuple[Path, str]], engine: Engine) -> list[ErrorCount]:
    """Errors of one engine, clip by clip; progress on stderr."""
    counts = []
    for path, reference in clips:
        turns = transcribe_recording(path, channels=None, engine=engine).turns
        counts.append(count_errors(reference, "".join(turn.text for turn in turns)))
        click.echo(f"{engine.name}: {path.name} {counts[-1].rate:.3f}", err=True)
    return counts


def as_markdown(clips: Sequence[Path], results: dict[str, list[ErrorCount]]) -> str:
    """Table: a row a clip, a column an engine; the last row counts over all characters."""
    lines = [f"| clip | {' | '.join(results)} |", "|---" * (len(results) + 1) + "|"]
    for index, clip in enumerate(clips):
        rates = " | ".join(f"{counts[index].rate:.3f}" for counts in results.values())
        lines.append(f"| {clip.name} | {rates} |")
    totals = (sum(counts, ErrorCount(0, 0)) for counts in results.values())
    overall = " | ".join(f"{t.rate:.3f} ({t.edits}/{t.characters})" for t in totals)
    return "\n".join([*lines, f"| **all characters** | {overall} |"])


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--engine", "names", multiple=True, default=WITH_WEIGHTS, show_default=True)
@click.option("--model", type=click.Path(path_type=Path), help="Whisper weights to use.")
def main(folder: Path, names: tuple[str, ...], model: Path | None) -> None:
    """Print the character error rate of each engine on the recordings of FOLDER."""
    try:
        clips = read_references(folder)
        engines = [load_engine(name, model) for name in names]
        results = {engine.name: measure(clips, engine) for engine in engines}
    except Problem as problem:
        sys.exit(str(problem))
    click.echo(as_markdown([path for path, _reference in clips], results))


if __name__ == "__main__":
    main()
