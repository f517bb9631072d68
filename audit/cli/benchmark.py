"""`benchmark`: how fast something is beside its named peers, in one run."""

import os
from pathlib import Path

import click

NAMES = ("checks", "transcribe", "pages", "queue", "reaudit")
# They fill a database of their own.
STORED = ("pages", "queue", "reaudit")


@click.command(help="Measure processor time beside named peers; the ratios are what counts.")
@click.argument("name", type=click.Choice(NAMES))
@click.option("--markdown", is_flag=True, help="Print a table for the documentation.")
@click.option(
    "--calls",
    default=1_000_000,
    show_default=True,
    help="`pages`, `queue`, `reaudit`: stored calls.",
)
@click.option(
    "--data", type=click.Path(file_okay=False, path_type=Path), default=Path("build/pages"),
    show_default=True, help="`pages`, `queue`, `reaudit`: where the generated calls lie and stay.",
)  # fmt: skip
def command(name: str, *, markdown: bool, calls: int, data: Path) -> None:
    """Those with stored calls fill a folder of their own, or the database of the settings."""
    from importlib import import_module

    from audit.evaluation.tables import show

    if name in STORED:
        from audit.config import load_settings

        measured = import_module(f"audit.benchmarks.{name}").measure(
            load_settings(data=data), calls
        )
        show([measured], markdown=markdown)
        return
    os.environ["OMP_NUM_THREADS"] = "1"  # read when numpy is loaded
    show([import_module(f"audit.benchmarks.{name}").measure()], markdown=markdown)
