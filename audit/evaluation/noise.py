"""`python -m audit.evaluation.noise CALLS.jsonl`: how judgments stand what a recogniser mishears.

Mishears the calls on purpose (checks/noise), each time more, and evaluates them like `evaluate`.
A call's errors are drawn by its id and the seed alone: the same file gives the same figures.
"""

import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from statistics import fmean
from typing import Any

import click

from audit.callformat import RawCall
from audit.cli.callfile import check_calls, pack_option, read_file, usable_pack
from audit.evaluation.cer import ErrorCount, count_errors
from audit.evaluation.evaluate import Evaluation, evaluate
from audit.evaluation.labels import read_labels
from audit.evaluation.tally import rounded
from checks.noise.generator import Noise
from checks.rulepack import RulePack
from transcribe.problem import Problem

# Not the full stop in 3.5 and the colon in 10:30.
_MARKS = re.compile(r"[，。！？；：、…,!?;—～“”‘’\"（）()《》「」]+|[.:](?!\d)")
_FIGURES = ("macro_f1", "micro_f1", "clean_false_alarm")


@dataclass(frozen=True, slots=True)
class Point:
    """One rate that was asked for: the error rate and the figures of every seed."""

    rate: float
    reached: tuple[float, ...]
    figures: tuple[Evaluation, ...]

    def values(self, figure: str) -> list[float]:
        """The figure of every seed that has it."""
        found = (getattr(evaluation, figure) for evaluation in self.figures)
        return [value for value in found if value is not None]

    def mean(self, figure: str) -> float | None:
        values = self.values(figure)
        return fmean(values) if values else None

    def as_dict(self) -> dict[str, Any]:
        return {
            "rate": self.rate,
            "error_rate": rounded(fmean(self.reached)),
            **{name: rounded(self.mean(name)) for name in _FIGURES},
            "seeds": [
                {"error_rate": rounded(reached), **_figures(evaluation)}
                for reached, evaluation in zip(self.reached, self.figures, strict=True)
            ],
        }


def _figures(evaluation: Evaluation) -> dict[str, float | None]:
    return {name: rounded(getattr(evaluation, name)) for name in _FIGURES}


def curve(
    calls: Sequence[RawCall], pack: RulePack, rates: Sequence[float], seeds: int
) -> Iterator[Point]:
    """A point a rate; without errors one seed is as good as many."""
    noise = Noise.load()
    for rate in rates:
        runs = [
            [misheard(call, noise, rate, seed) for call in calls]
            for seed in range(seeds if rate else 1)
        ]
        click.echo(f"rate {rate}: {len(runs)} times {len(calls)} calls", err=True)
        yield Point(
            rate,
            tuple(error_rate(calls, heard) for heard in runs),
            tuple(evaluated(heard, pack) for heard in runs),
        )


def evaluated(calls: Sequence[RawCall], pack: RulePack) -> Evaluation:
    """The figures of calls that all have labels; a Problem names the first without."""
    labels = {call.call_id: read_labels(call) for call in calls}
    pairs = [(labels[call.call_id], result) for call, result in check_calls(calls, pack)]
    return evaluate(pairs, pack.alerts)


def misheard(call: RawCall, noise: Noise, rate: float, seed: int) -> RawCall:
    """The call with about `rate` of its characters wrong; words' own times go with their text."""
    chance = Random(f"{seed} {call.call_id}")  # noqa: S311 - repeatable on purpose
    turns = [
        {key: value for key, value in turn.items() if key != "words"}
        | {"text": noise.misheard(turn["text"], chance, rate)}
        for turn in call.fields["turns"]
    ]
    return replace(call, fields={**call.fields, "turns": turns})


def unmarked(call: RawCall) -> RawCall:
    """The call without punctuation: Whisper base writes none where the prompt has none."""
    turns = [
        turn | {"text": " ".join(_MARKS.split(turn["text"])).strip()}
        for turn in call.fields["turns"]
    ]
    return replace(call, fields={**call.fields, "turns": turns})


def error_rate(calls: Sequence[RawCall], heard: Sequence[RawCall]) -> float:
    """The character error rate over all turns."""
    counts = (
        count_errors(said["text"], got["text"])
        for call, other in zip(calls, heard, strict=True)
        for said, got in zip(call.fields["turns"], other.fields["turns"], strict=True)
    )
    return sum(counts, ErrorCount(0, 0)).rate


def as_markdown(points: Sequence[Point], made_of: str) -> str:
    """The curve as a table; `made_of` tells which calls and which pack."""
    lines = [
        "| CER asked | CER reached | macro F1 | lowest–highest | micro F1 | clean false alarm |",
        "|---|---|---|---|---|---|",
    ]
    for point in points:
        macro = point.values("macro_f1")
        span = f"{min(macro):.3f}–{max(macro):.3f}" if macro else "-"
        cells = [_cell(point.mean(name)) for name in _FIGURES]
        reached = f"{point.rate:.2f} | {fmean(point.reached):.3f}"
        lines.append(f"| {reached} | {cells[0]} | {span} | {cells[1]} | {cells[2]} |")
    seeds = max(len(point.figures) for point in points)
    return "\n".join([*lines, "", f"{made_of}; mean of {seeds} draws of errors."])


def judged_by(pack: RulePack) -> str:
    """What stands under a table, because the figures hold for this pack and model alone."""
    layer = "with the meaning layer" if pack.reader else "without the meaning layer"
    return f"rule pack {pack.digest[:12]}, {layer}"


def _cell(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _rates(_context: click.Context, _option: click.Parameter, written: str) -> list[float]:
    try:
        rates = [float(part) for part in written.split(",")]
    except ValueError:
        rates = [-1.0]
    if not all(0 <= rate <= 1 for rate in rates):
        raise click.BadParameter("write shares from 0 to 1 with commas, such as 0,0.1,0.2")
    return rates


@click.command(help="Print F1 against the character error rate of calls misheard on purpose.")
@click.argument("file", metavar="CALLS.jsonl", type=click.Path(path_type=Path))
@click.option("--rates", default="0,0.05,0.1,0.2,0.3", show_default=True, callback=_rates)
@click.option("--seeds", default=3, show_default=True, type=click.IntRange(min=1))
@click.option("--unmarked", "bare", is_flag=True, help="Take punctuation away first.")
@click.option(
    "--markdown", "form", flag_value="markdown", default="markdown", help="A table, the default."
)
@click.option("--json", "form", flag_value="json", help="One JSON object a rate instead.")
@pack_option
def main(
    *,
    file: Path,
    rates: list[float],
    seeds: int,
    bare: bool,
    form: str,
    pack: Path | None,
) -> None:
    try:
        calls, refused = read_file(file)
        calls = [unmarked(call) for call in calls] if bare else calls
        rules = usable_pack(pack)
        points = list(curve(calls, rules, rates, seeds))
        marks = " without punctuation" if bare else ""
        table = as_markdown(points, f"{len(calls)} calls{marks}, {judged_by(rules)}")
    except Problem as problem:
        sys.exit(f"error: {problem}")
    rows = [json.dumps(point.as_dict(), ensure_ascii=False) for point in points]
    click.echo("\n".join(rows) if form == "json" else table)
    if refused:
        sys.exit(1)


if __name__ == "__main__":
    main()
