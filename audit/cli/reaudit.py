"""`reaudit`: check everything that is stored again, with the present pack."""

import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import click

from audit.cli.data import data_option, open_data
from audit.packs import open_pack
from audit.upkeep.reaudit import left
from transcribe.problem import Problem

TICK_S = 1.0


@click.command(help="Check all stored calls with the present pack; earlier results stay.")
@click.option("--workers", type=click.IntRange(min=1), help="Processes [default: as for `work`].")
@click.option("--now", "at_once", is_flag=True, help="Do not stand back while calls wait.")
@data_option
def command(workers: int | None, at_once: bool, data: Path | None) -> None:
    """Stopped in whatever way, it goes on from there when it is run again."""
    settings, store = open_data(data)
    pack = open_pack(settings.pack)
    total, parts = left(store, pack), workers or settings.worker_count
    mode = "at-once" if at_once else "stand-back"
    began = time.monotonic()
    processes = [
        subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", "audit.upkeep.reaudit", str(settings.data), str(part),
             str(parts), mode],
            stdout=subprocess.PIPE, text=True,
        )
        for part in range(parts)
    ]  # fmt: skip
    done = _follow(processes, total, began)
    took = time.monotonic() - began
    told = {"checked": done, "left": left(store, pack), "seconds": round(took, 1)}
    click.echo(json.dumps(told | {"pack": pack.digest}))
    if any(process.returncode for process in processes):
        raise Problem("worker_failed", "a process of the re-audit failed", mend="see its message")


def _follow(processes: "list[subprocess.Popen[str]]", total: int, began: float) -> int:
    """Tell on stderr how far it is and when it will end, at the pace so far."""
    counts = [0] * len(processes)

    def read(at: int) -> None:
        for line in processes[at].stdout or ():
            counts[at] += int(line)

    readers = [threading.Thread(target=read, args=(at,)) for at in range(len(processes))]
    for reader in readers:
        reader.start()
    while any(reader.is_alive() for reader in readers):
        readers[0].join(TICK_S)
        _tell(sum(counts), total, time.monotonic() - began)
        time.sleep(TICK_S if not readers[0].is_alive() else 0)
    for reader, process in zip(readers, processes, strict=True):
        reader.join()
        process.wait()
    return sum(counts)


def _tell(done: int, total: int, took: float) -> None:
    pace = done / took if took else 0
    rest = f", about {(total - done) / pace:.0f} s left" if pace else ""
    click.echo(f"{done} of {total} calls, {pace:.0f} a second{rest}", err=True)
