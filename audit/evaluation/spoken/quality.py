"""`python -m audit.evaluation.spoken.quality FOLDER`: how well recipes hear the calls of FOLDER.

FOLDER is what `speak` made. Every recipe (--recipe, all by default) hears every call once, into
FOLDER/heard-RECIPE.jsonl; what is there is not heard again, so delete a file to measure anew.
"""

import sys
import time
from collections.abc import Mapping
from pathlib import Path

import click

from audit.evaluation.spoken.figures import Figures, figures
from audit.evaluation.spoken.recipes import RECIPES, Recipe
from audit.evaluation.spoken.rows import WRITTEN, Row, add_row, whole_rows
from transcribe.problem import Problem


@click.command(help="Tell how well recipes hear the calls of FOLDER.")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--recipe", "names", multiple=True, type=click.Choice(list(RECIPES)), default=tuple(RECIPES)
)
def main(folder: Path, names: tuple[str, ...]) -> None:
    written = list(whole_rows(folder / WRITTEN))
    try:
        results = {name: figures(written, heard(written, folder, name)) for name in names}
    except Problem as problem:
        sys.exit(f"error: {problem}")
    click.echo(as_markdown(results))


def heard(written: list[Row], folder: Path, name: str) -> list[Row]:
    """The calls as this recipe hears them, in the order of `written`."""
    file = folder / f"heard-{name.replace(', ', '-').replace(' ', '-')}.jsonl"
    done = {row["call_id"]: row for row in whole_rows(file)}
    missing = [row for row in written if row["call_id"] not in done]
    if missing:
        hear = RECIPES[name]()
        for call in missing:
            done[call["call_id"]] = row = _heard(call, folder, hear)
            add_row(file, row)
            told = f"{name}: {call['call_id']}, {row['cpu_s']:.0f} s of processor time"
            click.echo(told, err=True)
    return [done[row["call_id"]] for row in written]


def _heard(call: Row, folder: Path, hear: Recipe) -> Row:
    start = time.process_time()
    turns = hear(folder / call["audio"], call)
    return {"call_id": call["call_id"], "turns": turns, "cpu_s": time.process_time() - start}


def as_markdown(results: Mapping[str, Figures]) -> str:
    """A row a recipe, then the errors by voice."""
    lines = ["| recipe | CER agent | CER customer | words | starts within, 9 of 10 | side right |"]
    lines.append("|---" * 6 + "|")
    for name, told in results.items():
        rates = [f"{told.errors[side].rate:.3f}" for side in ("left", "right")]
        words = f"{told.words[0]}/{told.words[1]}"
        side = f"{told.right / max(told.turns, 1):.3f}"
        lines.append(f"| {' | '.join([name, *rates, words, f'{told.late_s:.2f} s', side])} |")
    lines += ["", f"| agent's voice | {' | '.join(results)} |", "|---" * (len(results) + 1) + "|"]
    voices = sorted({key for told in results.values() for key in told.errors if "left " in key})
    for voice in voices:
        rates = [f"{told.errors[voice].rate:.3f}" for told in results.values()]
        lines.append(f"| {' | '.join([voice.removeprefix('left '), *rates])} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
