"""`benchmark`: how fast something is beside its named peers, in one run."""

import os

import click

NAMES = ("checks", "transcribe")


@click.command(help="Measure processor time beside named peers; the ratios are what counts.")
@click.argument("name", type=click.Choice(NAMES))
@click.option("--markdown", is_flag=True, help="Print a table for the documentation.")
def command(name: str, markdown: bool) -> None:
    os.environ["OMP_NUM_THREADS"] = "1"  # read when numpy is loaded
    from importlib import import_module

    from audit.evaluation.tables import show

    show([import_module(f"audit.benchmarks.{name}").measure()], markdown=markdown)
