"""What each part adds: `python -m audit.evaluation.ablation CALLS.jsonl`.

The labelled calls are evaluated with one part switched off at a time. Parts that stand in the
pack's files are taken out of a copy of it, so that nothing in checks/ is made for this.
"""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import Any

import click
import yaml

from audit.callformat import RawCall, to_call
from audit.cli.callfile import chosen_pack, pack_option, read_file
from audit.contacts import histories
from audit.evaluation.evaluate import Evaluation, evaluate
from audit.evaluation.labels import read_labels
from audit.evaluation.tables import Table, figure, show
from audit.evaluation.tally import Tally
from checks.lexicon import read_yaml
from checks.rulepack import FOLDERS, RulePack, load_pack
from checks.run import check_call
from transcribe.problem import Problem

Change = Callable[[dict[str, Any]], None]
"""Takes a part out of a mapping of a pack file; every mapping in it is shown to it."""

_NOTHING = "(?!)"
"""The expression that matches nowhere."""


def _silence_words(part: dict[str, Any]) -> None:
    """Only where meaning knows the label: elsewhere words are all there is."""
    if part.get("operator") == "meaning":
        part.pop("words", None)
    elif "words" in part and part.get("meaning"):
        part["words"] = {"any": [_NOTHING]}


def _without(*keys: str) -> Change:
    def change(part: dict[str, Any]) -> None:
        for key in keys:
            part.pop(key, None)

    return change


def _sounds(part: dict[str, Any]) -> None:
    """What only sounds are looked for by is looked for no more."""
    if part.pop("sounds_like", None) and not {"any", "all", "some", "none", "names"} & set(part):
        part["any"] = [_NOTHING]


# `meaning` names the label in an act's file; in a rule the operator `meaning` stands as a value.
CHANGES: Mapping[str, Change] = {
    "without words where meaning knows the label": _silence_words,
    "without acts by meaning": _without("meaning"),
    "without who listens and what came before": _without("listener", "until", "after"),
    "without exclusions and guards": _without("unless", "guards", "unless_names"),
    "without homophones": _sounds,
}


@click.command()
@click.argument("file", metavar="CALLS.jsonl", type=click.Path(path_type=Path))
@click.option("--markdown", is_flag=True, help="Print a table for the documentation.")
@pack_option
def main(file: Path, markdown: bool, pack: Path | None) -> None:
    """Evaluate labelled calls with one part of the checks switched off at a time."""
    try:
        whole = chosen_pack(pack)
        calls, _refused = read_file(file)
        rows = [_row(name, _evaluated(calls, some)) for name, some in variants(whole)]
    except Problem as problem:
        sys.exit(f"error: {problem}")
    show([Table(_COLUMNS, rows)], markdown=markdown)


def variants(pack: RulePack) -> Iterator[tuple[str, RulePack]]:
    """The whole pack, and the pack less one part; progress on stderr."""
    yield "all", pack
    if pack.reader is None:
        click.echo("warning: the meaning layer is off: figures of words alone", err=True)
    yield "without meaning", replace(pack, reader=None)
    for name, change in CHANGES.items():
        click.echo(name, err=True)
        with TemporaryDirectory() as folder:
            yield name, replace(_changed(pack, change, Path(folder)), reader=pack.reader)


def _changed(pack: RulePack, change: Change, folder: Path) -> RulePack:
    """The pack with every mapping of its rules, alerts and acts changed."""
    for name in FOLDERS:
        if (pack.folder / name).is_dir():
            copytree(pack.folder / name, folder / name)
    for path in (
        path for name in ("rules", "alerts", "acts") for path in folder.glob(f"{name}/**/*.yaml")
    ):
        raw = read_yaml(path)
        for part in list(_mappings(raw)):
            change(part)
        path.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
    return load_pack(folder)


def _mappings(raw: Any) -> Iterator[dict[str, Any]]:
    if isinstance(raw, dict):
        yield raw
    for part in raw.values() if isinstance(raw, dict) else raw if isinstance(raw, list) else ():
        yield from _mappings(part)


def _evaluated(calls: Sequence[RawCall], pack: RulePack) -> Evaluation:
    known = histories(calls)
    return evaluate(
        [
            (read_labels(call), check_call(to_call(call.fields, known[call.call_id]), pack))
            for call in calls
        ],
        pack.alerts,
    )


_COLUMNS = ("parts", "macro F1", "micro F1", "clean false alarm", "evidence hit")


def _row(name: str, figures: Evaluation) -> list[str]:
    tallies = figures.rules.values()
    evidence = Tally(shown=sum(t.shown for t in tallies), agreed=sum(t.agreed for t in tallies))
    values = (
        figures.macro_f1,
        figures.micro_f1,
        figures.clean_false_alarm,
        evidence.evidence_hit,
    )
    return [name, *map(figure, values)]


if __name__ == "__main__":
    main()
