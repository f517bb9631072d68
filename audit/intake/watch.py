"""Watching places for new recordings: what lies still is taken in, once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from audit.intake.accept import Receipt
from audit.intake.batch import run_batch
from audit.intake.dialler import IntakeSettings
from audit.intake.files import TABLE_SUFFIXES, File, expand
from audit.recordings import Recordings
from audit.store import IntakeEntry, Store
from transcribe.problem import Problem

_AT_ONCE = 500  # names in one question to the database


@dataclass
class Watch:
    """Call `look` again and again. A file whose size still changes is left for a later look.

    What was taken in, refused or known is remembered by its name in the database, so that a
    restart reads nothing twice; a file that was refused is read again under another name only.
    With `metadata`, which is read again at each look, a recording waits until it names it.
    Tables have an entry for each line: a restart reads them once more, and every line is known.
    """

    store: Store
    recordings: Recordings
    paths: Sequence[str]
    how: IntakeSettings
    metadata: str | None = None
    _sizes: dict[File, int] = field(default_factory=dict)
    _tables: set[tuple[File, int]] = field(default_factory=set)

    def look(self) -> Iterator[Receipt]:
        """Take in what has not changed since the last look; places that fail now may come back."""
        sizes = {file: size for path in self.paths for file, size in _sizes(path)}
        still = [file for file, size in sizes.items() if self._sizes.get(file) == size]
        self._sizes = sizes
        read = {file for file, size in self._tables if sizes.get(file) == size}
        fresh = [file for file in self._unknown(still) if file not in read]
        self._tables |= {(file, sizes[file]) for file in fresh if file.suffix in TABLE_SUFFIXES}
        if fresh:
            yield from run_batch(
                self.store,
                self.recordings,
                [file.url for file in fresh],
                self.metadata,
                self.how,
                wait=True,
            )

    def _unknown(self, files: Sequence[File]) -> list[File]:
        known: set[str] = set()
        with self.store.reading() as session:
            for at in range(0, len(files), _AT_ONCE):
                names = [file.path for file in files[at : at + _AT_ONCE]]
                wanted = select(IntakeEntry.source).where(IntakeEntry.source.in_(names))
                known |= set(session.scalars(wanted))
        # A sidecar has no entry of its own: it goes where its recording goes.
        sounds = {file.place for file in files if file.is_sound and file.path not in known}
        return [file for file in files if file.path not in known and _wanted(file, files, sounds)]


def _wanted(file: File, files: Sequence[File], sounds: set[str]) -> bool:
    recorded = any(other.is_sound and other.place == file.place for other in files)
    return file.is_sound or not recorded or file.place in sounds


def _sizes(path: str) -> Iterator[tuple[File, int]]:
    try:
        for file in expand(path):
            yield file, int(file.fs.size(file.path) or 0)
    except (Problem, OSError):  # an empty folder, a store that does not answer now
        return
