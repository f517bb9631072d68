"""The command line: a table of names, each command in its own module, imported when it runs."""

import importlib
import sys

import click

from transcribe.problem import Problem

# Each name is a module audit/cli/NAME.py with a click command called `command`.
COMMANDS = {
    "backup": "Copy everything while it runs.",
    "benchmark": "How fast it is, beside a named peer.",
    "check": "Check calls that have turns; prints judgments.",
    "demo": "Fresh data, the sample recordings, and the web application.",
    "evaluate": "Check labelled calls and print the figures of every rule.",
    "intake": "Take in recordings or call JSONL.",
    "keys": "Keys that seal recordings and transcripts.",
    "migrate": "Bring the database to this program's tables.",
    "purge": "Forget calls whose time is over; hold some.",
    "reaudit": "Check everything that is stored with the present pack.",
    "report": "The violation report of a period.",
    "restore": "Make a data folder from a backup.",
    "rules": "List, show, test, lint and diff the rule packs.",
    "serve": "The web application.",
    "status": "How many calls stand where.",
    "transcribe": "Recordings to calls with turns.",
    "users": "The people who sign in.",
    "verify": "Check the journal's chain or an evidence package.",
    "watch": "Take in what appears in a folder or store.",
    "work": "Process what is queued.",
}


class _Lazy(click.Group):
    """Knows the names without importing the modules, so that --help is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"audit.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """催收通话质检: audits recorded debt-collection calls on this machine."""


def run() -> None:
    """Run the command line; a Problem becomes one sentence on stderr and exit status 1."""
    try:
        main(prog_name="callaudit")
    except Problem as problem:
        click.echo(f"error: {problem}", err=True)
        sys.exit(1)
