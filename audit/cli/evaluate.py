"""`evaluate`: check labelled calls and print how well each rule did."""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from audit.callformat import RawCall
from audit.cli.callfile import check_calls, pack_option, read_file, refuse, usable_pack
from audit.evaluation import found_by
from audit.evaluation.evaluate import Evaluation, Pair, evaluate
from audit.evaluation.labels import Labels, read_labels
from audit.evaluation.tables import Table, figure, show
from audit.evaluation.tally import Tally
from checks.rulepack import RulePack
from transcribe.problem import Problem

_HELP = """Check labelled calls and compare with their labels.

Per rule, over calls: tp fp fn tn, precision, recall, f1. A withheld answer (undecided) is neither
a hit nor a false alarm, and no tn either; where a violation is labelled it is a miss (fn).
evidence_hit: of the true positives with labelled turns, the share that names at least one of them.
Pairs in labels.ambiguous count neither way.

macro_f1: mean f1 of the rules with tp+fp+fn > 0. micro_f1: f1 of the summed counts.
clean_false_alarm: share of the calls without a labelled violation in which some rule hit.
Alerts count over calls. Facts count one by one and must agree in every labelled value
(promise_to_pay: amount and date); types other than promise_to_pay only where the file labels any.
A figure with nothing to divide by is null.

--by found_by: right and wrong hits by the layers that found them, and those that hang on one layer:
without it they would not have been found (found by words and not by meaning, or the other way)."""


@click.command(help=_HELP)
@click.argument("file", metavar="CALLS.jsonl", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the figures as one JSON object.")
@click.option("--by", type=click.Choice(["found_by"]), help="Show what each layer adds.")
@click.option("--markdown", is_flag=True, help="Print tables for the documentation.")
@pack_option
def command(file: Path, as_json: bool, by: str | None, markdown: bool, pack: Path | None) -> None:
    """Evaluate every call that can be read; exit status 1 when one could not."""
    rules = usable_pack(pack)
    calls, refused = read_file(file)
    labels = _labels(calls)
    _warn_of_unknown(labels, rules)
    pairs: list[Pair] = [
        (labels[call.call_id], result)
        for call, result in check_calls(calls, rules)
        if call.call_id in labels
    ]
    figures = evaluate(pairs, rules.alerts)
    if as_json:
        more = {by: found_by.as_dict(pairs)} if by else {}
        click.echo(json.dumps(figures.as_dict() | more, ensure_ascii=False, indent=2))
    else:
        _print(figures, pairs, by, markdown=markdown)
    if refused or len(labels) < len(calls):
        sys.exit(1)


def _labels(calls: Sequence[RawCall]) -> dict[str, Labels]:
    """Labels by call; a call without is named on stderr and left out (but stays a sibling)."""
    found: dict[str, Labels] = {}
    for call in calls:
        try:
            found[call.call_id] = read_labels(call)
        except Problem as problem:
            refuse(problem)
    return found


def _warn_of_unknown(labels: Mapping[str, Labels], pack: RulePack) -> None:
    named = {rule for label in labels.values() for rule in label.violations}
    if unknown := sorted(named - pack.rules.keys()):
        click.echo(
            f"warning: the pack has no rule {', '.join(unknown)}; counted as missed", err=True
        )


def _print(figures: Evaluation, pairs: Sequence[Pair], by: str | None, *, markdown: bool) -> None:
    kinds = ("rule", figures.rules), ("alert", figures.alerts), ("fact", figures.facts)
    tables = [_table(kind, tallies) for kind, tallies in kinds]
    show([*tables, *(found_by.tables(pairs) if by else ())], markdown=markdown)
    click.echo(
        f"{len(pairs)} calls   macro F1 {figure(figures.macro_f1)}   micro F1 "
        f"{figure(figures.micro_f1)}   clean calls with a false alarm "
        f"{figure(figures.clean_false_alarm)} ({figures.alarmed}/{figures.clean})"
    )


def _table(kind: str, tallies: Mapping[str, Tally]) -> Table:
    rows = []
    for name in sorted(tallies):
        values = tallies[name].as_dict().values()
        rows.append([name, *(str(v) if isinstance(v, int) else figure(v) for v in values)])
    return Table([kind, *Tally().as_dict()], rows)
