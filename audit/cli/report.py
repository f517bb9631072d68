"""`report`: the violation report of a period, for a regulator or a client."""

from pathlib import Path

import click

from audit.cli.data import data_option, open_data
from audit.packs import open_pack
from audit.report.export import FORMATS, export
from audit.report.request import request_of


@click.command(help="Write the violation report of a period.")
@click.option("--from", "since", required=True, help="First day, as 2026-11-01.")
@click.option("--to", "until", required=True, help="Last day, itself included.")
@click.option("--client", default="", help="Only calls for this lender.")
@click.option("--agency", default="", help="Only calls of this agency.")
@click.option("--team", default="", help="Only calls of this team.")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), required=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
@data_option
def command(
    *, since: str, until: str, client: str, agency: str, team: str, form: str, out: Path,
    data: Path | None,
) -> None:  # fmt: skip
    """What is there under that name is replaced, once the new one is whole."""
    request = request_of(since, until, client=client, agency=agency, team=team)
    settings, store = open_data(data)
    export(store, open_pack(settings.pack), request, out, form=form, by=None)
    click.echo(str(out))
