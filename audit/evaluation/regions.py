"""Figures in a document, written by the commands that stand beside them.

`python -m audit.evaluation.regions FILE.md…` runs each command of

    <!-- figures: python -m MODULE ARGUMENT… -->
    <!-- end of figures -->

and puts what it prints between the two marks. So no figure is typed by hand, and whoever doubts one
runs its command.
"""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import click

from transcribe.problem import Problem

_REGION = re.compile(
    r"(?P<head><!-- figures: python -m (?P<command>[^\n]+) -->\n).*?"
    r"(?P<foot><!-- end of figures -->)",
    re.DOTALL,
)


@click.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def main(files: tuple[Path, ...]) -> None:
    """Write the figures of documents anew; a command that fails leaves its document as it is."""
    try:
        for file in files:
            file.write_text(rewritten(file.read_text(encoding="utf-8")), encoding="utf-8")
    except Problem as problem:
        sys.exit(f"error: {problem}")


def rewritten(document: str) -> str:
    """The document with every region's command run, in order; a Problem where one fails."""
    return _REGION.sub(
        lambda found: f"{found['head']}\n{_run(found['command'])}\n\n{found['foot']}", document
    )


def _run(command: str) -> str:
    """What a module prints; its progress shows on stderr."""
    click.echo(command, err=True)
    done = subprocess.run(  # noqa: S603  # the document is our own, and only modules are run
        [sys.executable, "-m", *shlex.split(command)],
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise Problem(
            "figures_command",
            f"python -m {command} failed with exit status {done.returncode}",
            mend="run it by hand and mend what it tells; the document is unchanged",
        )
    return done.stdout.strip()


if __name__ == "__main__":
    main()
