"""`demo`: the sample recordings in a data folder of their own, processed and served."""

import json
import secrets
import socket
import threading
from pathlib import Path

import click

from audit import accounts
from audit.cli.data import data_option
from audit.cli.serve import PORT
from audit.config import load_settings
from audit.intake.batch import run_batch
from audit.places import recordings_of, store_of
from audit.progress import figures
from audit.serving import serving, stop_signal
from audit.store import Store
from audit.store.schema import upgrade
from transcribe.problem import Problem

FOLDER = Path("data/demo")
SAMPLES = Path(__file__).parent.parent / "demo" / "recordings" / "calls.jsonl"
# Marks a folder as ours and keeps the sign-in, so that the demo can be started again.
SIGN_IN = "demo.json"
NAME = "demo"
POLL_S = 0.5


@click.command(help="Audit the sample recordings and serve the review pages, on own data.")
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(0, 65535))
@click.option("--exit-when-ready", is_flag=True, help="Leave when all samples are processed.")
@data_option
def command(port: int, exit_when_ready: bool, data: Path | None) -> None:
    """Started again it goes on with what is there; delete the folder to begin afresh."""
    folder = data or FOLDER
    _refuse_other_data(folder)
    settings = load_settings(data=folder)
    store = store_of(settings)
    upgrade(store)
    password = _sign_in(store, folder)
    for _receipt in run_batch(store, recordings_of(settings), [str(SAMPLES)]):
        pass  # the second time all of them are known already
    stop = stop_signal()
    with serving(settings, store, "127.0.0.1", _free(port), worker=True) as address:
        parked = _wait(store, stop)
        click.echo(f"\n  address   {address}\n  name      {NAME}\n  password  {password}\n")
        if parked:
            text = f"{parked} of the sample calls could not be processed"
            raise Problem("demo_parked", text, mend="sign in and read why in the queue")
        if not exit_when_ready and not stop.is_set():
            click.echo("serving until Ctrl-C", err=True)
            stop.wait()


def _refuse_other_data(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()) and not (folder / SIGN_IN).is_file():
        raise Problem(
            "not_demo_data",
            "holds data that is not the demo's",
            where=str(folder),
            mend="choose another folder with --data",
        )


def _sign_in(store: Store, folder: Path) -> str:
    """The password of the demo's administrator, who sees every page; made on the first start."""
    file = folder / SIGN_IN
    if not file.is_file():
        file.touch(mode=0o600)
        file.write_text(json.dumps({"name": NAME, "password": secrets.token_urlsafe(9)}))
    password: str = json.loads(file.read_text())["password"]
    with store.writing() as session:
        if NAME not in {user.name for user in accounts.all_users(session)}:
            accounts.add_user(session, NAME, "admin", password=password)
    return password


def _free(port: int) -> int:
    """The port, or 0 (any) where somebody else has it."""
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return 0
    return port


def _wait(store: Store, stop: threading.Event) -> int:
    """Tell how far the samples are until none is open; how many were parked."""
    shown = ""
    while True:
        with store.reading() as session:
            now = figures(session)
        done = now["audited"] + now["parked"]
        line = f"{done} of {now['calls']} sample calls processed, {now['findings']} findings"
        if line != shown:
            click.echo(line, err=True)
            shown = line
        if done == now["calls"] or stop.wait(POLL_S):
            return now["parked"]
