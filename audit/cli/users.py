"""`users`: add people, list them, give API tokens."""

import sys
from pathlib import Path
from typing import get_args

import click

from audit import accounts
from audit.cli.data import data_option, open_data
from audit.store import Role


@click.group(help="The people who sign in.")
def command() -> None:
    """Group of the three subcommands."""


@command.command(help="Add a person; prints a generated password unless one comes on stdin.")
@click.argument("name")
@click.option("--role", type=click.Choice(get_args(Role)), required=True)
@click.option("--collector", default="", metavar="ID", help="工号 whose calls a collector sees.")
@click.option("--password-stdin", is_flag=True, help="Read the password from stdin.")
@data_option
def add(name: str, role: Role, collector: str, password_stdin: bool, data: Path | None) -> None:
    """The generated password is printed once and stored nowhere."""
    given = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
    _, store = open_data(data)
    with store.writing() as session:
        password = accounts.add_user(session, name, role, password=given, collector_id=collector)
    if given is None:
        click.echo(password)


@command.command(help="Print a new API token; the one before stops working.")
@click.argument("name")
@data_option
def token(name: str, data: Path | None) -> None:
    _, store = open_data(data)
    with store.writing() as session:
        value = accounts.issue_token(session, name)
    click.echo(value)


@command.command("list", help="Names, roles, and the collector's 工号.")
@data_option
def list_(data: Path | None) -> None:
    _, store = open_data(data)
    with store.reading() as session:
        for user in accounts.all_users(session):
            state = "" if user.active else "inactive"
            click.echo("\t".join((user.name, user.role, user.collector_id, state)).rstrip())
