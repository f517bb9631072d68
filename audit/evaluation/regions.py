"""Figures in a document, written by the commands that stand beside them.

`python -m audit.evaluation.regions FILE.md…` puts what each command prints between its two marks:

    <!-- figures: python -m MODULE ARGUMENT… -->
    <!-- end of figures -->
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
    """Write the figures of documents anew; where a command fails the document stays."""
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
    module = [sys.executable, "-m", *shlex.split(command)]
    done = subprocess.run(module, stdout=subprocess.PIPE, encoding="utf-8", check=False)  # noqa: S603
    if done.returncode:
        raise Problem(
            "figures_command",
            f"python -m {command} failed with exit status {done.returncode}",
            mend="run it by hand and mend what it tells; the document is unchanged",
        )
    return done.stdout.strip()


if __name__ == "__main__":
    main()
