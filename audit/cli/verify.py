"""`verify`: the journal's chain, or an evidence package."""

import sys
from pathlib import Path

import click

from audit import journal
from audit.cli.data import data_option, open_data
from audit.evidence.verify import check
from audit.places import recordings_of
from audit.store import Store
from audit.upkeep.whole import faults
from transcribe.problem import Problem


@click.command(help="Check the journal's chain, or with PACKAGE an exported evidence package.")
@click.argument("package", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--all", "everything", is_flag=True, help="Recordings and rows as well.")
@data_option
def command(package: Path | None, everything: bool, data: Path | None) -> None:
    """A package is checked by itself; with --data also whether that journal knows its seal."""
    if everything:
        _everything(data)
        return
    if package is None:
        _, store = open_data(data)
        click.echo(f"journal whole: {_chain(store)} entries")
        return
    checked = check(package)
    for fault in checked.faults:
        click.echo(f"error: {fault}", err=True)
    if checked.faults:
        sys.exit(1)
    if data is not None:
        _demand_known(open_data(data)[1], checked.seal)
    known = "" if data is None else ", known to the journal"
    click.echo(f"package whole: {checked.files} files, seal {checked.seal}{known}")


def _everything(data: Path | None) -> None:
    settings, store = open_data(data)
    found = list(faults(store, recordings_of(settings)))
    for fault in found:
        click.echo(f"error: {fault}", err=True)
    if found:
        sys.exit(1)
    click.echo(f"journal, recordings and database agree: {_chain(store)} entries")


def _chain(store: Store) -> int:
    with store.reading() as session:
        broken = journal.first_broken(session)
        if broken is not None:
            raise Problem(
                "journal_broken",
                "this entry does not continue the chain",
                where=f"journal entry {broken}",
                mend="somebody changed the database; compare it with a backup",
            )
        return journal.count(session)


def _demand_known(store: Store, seal: str) -> None:
    _chain(store)
    with store.reading() as session:
        if not journal.knows(session, seal):
            raise Problem(
                "unknown_package",
                "no export in the journal has its seal",
                where=seal,
                mend="it was made elsewhere, or rewritten together with its list",
            )
