"""Tables of figures: for a terminal, or as Markdown for the documentation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """`columns[0]` names the rows; figures stand in the others."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]

    def as_markdown(self) -> str:
        ruled = [self.columns, ["---", *["---:"] * (len(self.columns) - 1)], *self.rows]
        return "\n".join(f"| {' | '.join(row)} |" for row in ruled)


def show(tables: Iterable[Table], *, markdown: bool) -> None:
    """Print on stdout."""
    import click
    from rich.console import Console

    terminal = Console()
    console = terminal if terminal.is_terminal else Console(width=110)
    for table in tables:
        if markdown:
            click.echo(table.as_markdown() + "\n")
        else:
            console.print(_rich(table))


def _rich(table: Table) -> object:
    from rich.table import Table as Rich

    shown = Rich(table.columns[0], box=None)
    for column in table.columns[1:]:
        shown.add_column(column, justify="right", no_wrap=True)
    for row in table.rows:
        shown.add_row(*row)
    return shown


def figure(value: float | None) -> str:
    """Three digits, or a dash where there was nothing to divide by."""
    return "-" if value is None else f"{value:.3f}"
