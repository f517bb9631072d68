"""Copying everything while it runs, and making a data folder of the copy.

Databases first, then recordings: a recording that came between lies in the copy without a row,
which is harmless; the other way round a row would be without its sound.
"""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from typing import Any

from fsspec.core import url_to_fs

from audit.clock import now
from audit.config import Settings
from audit.evidence.sums import digest
from transcribe.problem import Problem

MANIFEST = "MANIFEST.json"
_DATABASES = ("app.db", "jobs.db")
_FILES = ("secret.key",)


def backup(settings: Settings, target: Path) -> dict[str, Any]:
    """Write or renew the copy in `target`; what it holds, as its manifest tells.

    Recordings that are there already (their name is their content) are not copied again. Problem
    `not_sqlite`: a database server has its own tool for this.
    """
    if settings.database:
        raise Problem(
            "not_sqlite", "the database is a server's", mend="use pg_dump; see OPERATIONS.md"
        )
    target.mkdir(parents=True, exist_ok=True)
    for name in _DATABASES:
        if (settings.data / name).is_file():
            _copy_database(settings.data / name, target / name)
    for name in _FILES:
        if (settings.data / name).is_file():
            shutil.copy2(settings.data / name, target / name)
    sounds = _copy_recordings(settings.recordings, target / "recordings")
    told = {
        "made_at": now().isoformat(timespec="seconds"),
        "program": version("callaudit"),
        "recordings": sounds,
        "files": {name: digest_of(target / name) for name in _present(target)},
    }
    (target / MANIFEST).write_text(json.dumps(told, indent=1), "utf-8")
    return told


def restore(source: Path, data: Path) -> dict[str, Any]:
    """Make a fresh data folder. Problem `not_empty`, `no_backup`, or `backup_changed`."""
    if data.exists() and any(data.iterdir()):
        raise Problem("not_empty", "is not empty", where=str(data), mend="name a fresh folder")
    if not (source / MANIFEST).is_file():
        raise Problem("no_backup", f"has no {MANIFEST}", where=str(source), mend="name a backup")
    told: dict[str, Any] = json.loads((source / MANIFEST).read_text("utf-8"))
    for name, sum_ in told["files"].items():
        if digest_of(source / name) != sum_:
            raise Problem(
                "backup_changed", "is not what was copied", where=name, mend="use another"
            )
    data.mkdir(parents=True, exist_ok=True)
    for name in told["files"]:
        shutil.copy2(source / name, data / name)
    if (source / "recordings").is_dir():
        shutil.copytree(source / "recordings", data / "recordings")
    return told


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return digest(file)


def _present(target: Path) -> Iterator[str]:
    yield from (name for name in (*_DATABASES, *_FILES) if (target / name).is_file())


def _copy_database(source: Path, target: Path) -> None:
    """By SQLite's own online copy: one moment of it, whatever is written meanwhile."""
    fresh = target.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(fresh)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, no log beside it
    fresh.replace(target)


def _copy_recordings(place: str, target: Path) -> int:
    """How many there are; each is whole in the copy or not there."""
    fs, root = url_to_fs(place)
    if not fs.exists(root):
        return 0
    count = 0
    for path in fs.find(root):
        if path.endswith(".part"):
            continue
        count += 1
        file = target / Path(path).relative_to(root)
        if not file.is_file():
            file.parent.mkdir(parents=True, exist_ok=True)
            half = file.with_suffix(file.suffix + ".part")
            fs.get_file(path, str(half))
            half.replace(file)
    return count
