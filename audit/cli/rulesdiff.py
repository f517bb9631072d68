"""`rules diff`: what a changed pack would add and remove, before it is published."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from audit.backtest import (
    Change,
    Difference,
    Pair,
    Place,
    compare,
    newest_transcripts,
    stored_pairs,
)
from audit.callformat import RawCall, to_call
from audit.cli.callfile import check_calls, progress, read_file, usable_pack
from audit.cli.data import data_option, open_data
from audit.config import load_settings
from checks.rulepack import RulePack
from transcribe.problem import Problem

_HELP = """Check calls with the present pack and with a changed one and print the difference.

The present pack is the settings' one, else the one that ships. The calls are those of CALLS.jsonl,
else the stored ones of --data by their newest transcripts. Nothing is stored. Long numbers and
people's names in quotes are masked."""


@click.command("diff", help=_HELP)
@click.argument("file", metavar="[CALLS.jsonl]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--pack", "changed", required=True, type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the changed rule pack.",
)  # fmt: skip
@click.option("--examples", default=3, show_default=True, type=click.IntRange(min=0),
              help="Calls shown for each rule, added and removed.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@data_option
def command(
    file: Path | None, changed: Path, examples: int, as_json: bool, data: Path | None
) -> None:
    """Exit status 1 when a call could not be read, 0 whatever differs."""
    old, new = usable_pack(None), usable_pack(changed)
    calls, refused = read_file(file) if file else ([], 0)
    found = compare(_of_file(calls, old, new) if file else _of_store(data, old, new))
    told = {
        "calls": found.calls,
        "packs": {"old": old.digest, "new": new.digest},
        "rules": _as_dict(found.rules, examples),
        "alerts": _as_dict(found.alerts, examples),
    }
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for line in _lines(found, examples):
            click.echo(line)
    if refused:
        sys.exit(1)


def _of_file(calls: Sequence[RawCall], old: RulePack, new: RulePack) -> Iterator[Pair]:
    both = zip(check_calls(calls, old, tell=False), check_calls(calls, new), strict=True)
    for (call, before), (_call, after) in both:
        yield to_call(call.fields), before, after


def _of_store(data: Path | None, old: RulePack, new: RulePack) -> Iterator[Pair]:
    settings = load_settings(data=data)
    folder = settings.data
    if not settings.database and not (folder / "app.db").is_file():  # opening it would make one
        raise Problem(
            "no_data", "holds no calls", where=str(folder), mend="name --data or CALLS.jsonl"
        )
    store = open_data(data)[1]
    yield from progress(stored_pairs(store, old, new), len(newest_transcripts(store)))


def _as_dict(changes: Mapping[str, Change], examples: int) -> dict[str, Any]:
    return {name: changes[name].as_dict(examples) for name in sorted(changes)}


def _lines(found: Difference, examples: int) -> Iterator[str]:
    """Changed rules with examples, then the sum."""
    added = removed = 0
    for kind, changes in (("", found.rules), ("alert ", found.alerts)):
        for name in sorted(changes):
            change = changes[name]
            added, removed = added + len(change.added), removed + len(change.removed)
            if change.added or change.removed or change.undecided_before != change.undecided_after:
                yield kind + name + _counts(change)
                yield from _examples("+", change.added[:examples])
                yield from _examples("-", change.removed[:examples])
    yield f"{found.calls} calls: {added} findings and alerts added, {removed} removed"


def _counts(change: Change) -> str:
    before, after = change.undecided_before, change.undecided_after
    open_ = f", undecided {before} -> {after}" if before != after else ""
    return f": +{len(change.added)} -{len(change.removed)} ={change.kept}{open_}"


def _examples(sign: str, places: Sequence[Place]) -> Iterator[str]:
    for place in places:
        turns = zip(place.turns, place.quotes, strict=False)
        said = " | ".join(f"{turn}: {quote}" for turn, quote in turns)
        yield f"  {sign} {place.call_id}" + (f"  {said}" if said else "")
