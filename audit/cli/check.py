"""`check`: calls with turns in, judgments out; keeps nothing."""

import json
import sys
from pathlib import Path
from typing import Any, TextIO

import click

from audit.cli.callfile import check_calls, pack_option, read_file, usable_pack
from audit.scoring import score
from checks.judgment import CallResult, Outcome
from checks.rulepack import RulePack


@click.command(help="Check the calls of a JSON Lines file; prints one JSON line a call.")
@click.argument("file", metavar="CALLS.jsonl", type=click.Path(path_type=Path))
@pack_option
@click.option("--out", type=click.File("w", encoding="utf-8"), default="-", help="Write here.")
@click.option("--all", "everything", is_flag=True, help="Print the rules that are clear, too.")
def command(file: Path, pack: Path | None, out: TextIO, everything: bool) -> None:
    """Check every call that can be read; exit status 1 when one could not."""
    rules = usable_pack(pack)
    calls, refused = read_file(file)
    for _call, result in check_calls(calls, rules):
        line = as_line(result, rules, everything=everything)
        out.write(json.dumps(line, ensure_ascii=False) + "\n")
    if refused:
        sys.exit(1)


def as_line(result: CallResult, pack: RulePack, *, everything: bool) -> dict[str, Any]:
    """One call's result with exactly the keys that the command line promises."""
    shown = (j for j in result.judgments if everything or j.outcome is not Outcome.CLEAR)
    return {
        "call_id": result.call_id,
        "judgments": [judgment.as_dict() for judgment in shown],
        "alerts": [alert.as_dict() for alert in result.alerts],
        "facts": [fact.as_dict() for fact in result.facts],
        "quality": dict(result.quality),
        "score": score(result, pack).as_dict(),
    }
