"""`python -m audit.evaluation.spoken.compare FOLDER`: what hearing cost the calls of FOLDER.

Character errors by side and by voice, and the figures of `audit evaluate` for the same calls as
written and as heard. --pairs also writes FOLDER/pairs.tsv, the form of checks/noise/heard.tsv.
"""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from audit.callformat import RawCall
from audit.cli.callfile import pack_option, read_file, usable_pack
from audit.evaluation.noise import evaluated, judged_by
from audit.evaluation.spoken.pairs import Pair, errors, errors_by_voice, pairs
from audit.evaluation.spoken.rows import CHANNELS, HEARD, WRITTEN
from checks.rulepack import RulePack
from transcribe.problem import Problem


@click.command(help="Tell what hearing cost the calls of FOLDER.")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--pairs", "with_pairs", is_flag=True, help="Write pairs.tsv as well.")
@pack_option
def main(folder: Path, with_pairs: bool, pack: Path | None) -> None:
    try:
        written, heard = _both(folder)
        found = [
            pair for a, b in zip(written, heard, strict=True) for pair in pairs(a.fields, b.fields)
        ]
        if with_pairs:
            _write_pairs(folder / "pairs.tsv", found)
        table = as_markdown(written, heard, found, usable_pack(pack))
    except Problem as problem:
        sys.exit(f"error: {problem}")
    click.echo(table)


def _both(folder: Path) -> tuple[list[RawCall], list[RawCall]]:
    """The calls that were heard, in the same order, as written and as heard."""
    heard, _refused = read_file(folder / HEARD)
    written = {call.call_id: call for call in read_file(folder / WRITTEN)[0]}
    return [written[call.call_id] for call in heard], heard


def as_markdown(
    written: Sequence[RawCall], heard: Sequence[RawCall], found: Sequence[Pair], pack: RulePack
) -> str:
    """Errors and figures as a table."""
    lines = ["| calls | CER agent | CER customer | macro F1 | micro F1 | clean false alarm |"]
    lines.append("|---" * 6 + "|")
    rates = [f"{errors(found, channel).rate:.3f}" for channel in CHANNELS.values()]
    for name, calls, cells in (("written", written, ["0", "0"]), ("heard", heard, rates)):
        figures = evaluated(calls, pack)
        values = (figures.macro_f1, figures.micro_f1, figures.clean_false_alarm)
        shown = ["-" if value is None else f"{value:.3f}" for value in values]
        lines.append(f"| {' | '.join([name, *cells, *shown])} |")
    voices = (f"{voice} {count.rate:.3f}" for voice, count in errors_by_voice(found).items())
    engines = sorted({str(call.fields["engine"]) for call in heard})
    lines += ["", f"{len(heard)} calls, heard by {', '.join(engines)}; {judged_by(pack)}."]
    return "\n".join([*lines, f"CER by voice: {', '.join(voices)}."])


def _write_pairs(path: Path, found: Iterable[Pair]) -> None:
    """Turns with nothing on one side teach no confusion and are left out."""
    lines = [f"{pair.said}\t{pair.heard}\n" for pair in found if pair.said and pair.heard]
    path.write_text("".join(["said\theard\n", *lines]), encoding="utf-8")


if __name__ == "__main__":
    main()
