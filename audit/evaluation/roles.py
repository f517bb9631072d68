"""`python -m audit.evaluation.roles CALLS.jsonl...`: whether words tell who the collector is.

Takes calls as written, forgets who speaks and keeps only whose turns are one person's, as if voices
were told apart without a mistake.
"""

import sys
from dataclasses import replace
from pathlib import Path

import click

from audit.callformat import to_turns
from audit.cli.callfile import pack_option, read_file, usable_pack
from checks.dialogue.roles import with_roles
from checks.rulepack import RulePack
from transcribe.problem import Problem
from transcribe.transcript import Turn


@click.command(help="Tell how often roles are given from what voices say, and how often rightly.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@pack_option
def main(files: tuple[Path, ...], pack: Path | None) -> None:
    try:
        calls = [to_turns(call.fields) for path in files for call in read_file(path)[0]]
        rules = usable_pack(pack)
    except Problem as problem:
        sys.exit(f"error: {problem}")
    both = [turns for turns in calls if {"agent", "customer"} <= {t.speaker for t in turns}]
    click.echo("| by | calls | given | right |\n|---|---|---|---|")
    for name, used in (("meaning", rules), ("words", replace(rules, reader=None))):
        given, right = tally(both, used)
        click.echo(f"| {name} | {len(both)} | {given} | {right} |")


def tally(calls: list[tuple[Turn, ...]], pack: RulePack) -> tuple[int, int]:
    """How many calls got roles, and how many of these the right ones."""
    given = right = 0
    for turns in calls:
        known = [turn for turn in turns if turn.speaker != "unknown"]
        names = {known[0].speaker: "A"}
        voiced = [
            replace(turn, speaker="unknown", voice=names.get(turn.speaker, "B")) for turn in known
        ]
        found = with_roles(voiced, pack)
        given += found[0].speaker != "unknown"
        right += found[0].speaker == known[0].speaker
    return given, right


if __name__ == "__main__":
    main()
