"""Machines for a number of calls a day, from what was measured: `-m audit.benchmarks.machines`.

Computed and not measured: that machines add up. They share the queue and the database alone; see
docs/capacity.md for where that ends.
"""

import click

from audit.evaluation.tables import Table, show

DAY_S = 86_400
CALLS = (10_000, 1_000_000, 30_000_000)


@click.command()
@click.option("--hear-s", type=float, required=True, help="CPU seconds for an hour of sound.")
@click.option("--check-ms", type=float, required=True, help="CPU ms for a call, without hearing.")
@click.option("--minutes", type=float, default=3.0, show_default=True, help="Length of a call.")
@click.option("--cores", type=int, default=16, show_default=True, help="Of one machine.")
@click.option("--busy", type=float, default=0.7, show_default=True, help="Share of a day at work.")
@click.option("--markdown", is_flag=True)
def main(
    *, hear_s: float, check_ms: float, minutes: float, cores: int, busy: float, markdown: bool
) -> None:
    """Print cores and machines for each number of calls a day."""
    each_s = hear_s * minutes / 60 + check_ms / 1000
    columns = ("calls a day", "CPU hours a day", "cores", f"machines of {cores} cores")
    show([Table(columns, [_row(calls, each_s, cores, busy) for calls in CALLS])], markdown=markdown)


def _row(calls: int, each_s: float, cores: int, busy: float) -> tuple[str, ...]:
    spent = calls * each_s
    needed = spent / (DAY_S * busy)
    return (
        f"{calls:,}", f"{spent / 3600:,.0f}", f"{needed:,.1f}", f"{-(-needed // cores):,.0f}"
    )  # fmt: skip


if __name__ == "__main__":
    main()
