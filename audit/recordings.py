"""The recordings folder: sound files named by their content, through fsspec.

Any store that fsspec opens will do. A file is complete or absent: it is written beside its place
and moved there. Files already there have the same content and are left alone. With keys new files
are sealed (audit/sealing); their names stay those of what is inside.
"""

import errno
import hashlib
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from fsspec.core import url_to_fs

from audit.sealing.files import BrokenSeal, seal, sealed_with, unsealed
from audit.sealing.keys import KeyRing
from transcribe.problem import PassingProblem, Problem

_BLOCK = 1 << 20  # bytes read at once
_MEMORY = Path("/dev/shm")  # noqa: S108 - no secret name: a folder of its own is made in it


class Recordings:
    """`place` is a folder or an fsspec URL; a `uri` is relative to it, such as "ab/ab12….wav"."""

    def __init__(self, place: str, ring: KeyRing | None = None) -> None:
        self._fs, self._root = url_to_fs(place)
        self._ring = ring

    def put(self, file: Path, sha256: str) -> str:
        """Store a local file whose content has this digest; returns its uri.

        PassingProblem `store_down` or `disk_full`; then nothing was stored.
        """
        uri = f"{sha256[:2]}/{sha256}{file.suffix.lower()}"
        target = self._path(uri)
        with _told():
            if not self._fs.exists(target):
                self._fs.makedirs(self._path(sha256[:2]), exist_ok=True)
                self._place(file, target)
        return uri

    def delete(self, uri: str) -> None:
        """Delete a recording; one that is gone already is no mistake."""
        if self._fs.exists(self._path(uri)):
            self._fs.rm_file(self._path(uri))

    def open(self, uri: str) -> IO[bytes]:
        """Open for reading; seekable, so that a player can ask for ranges.

        Problem `no_key`, and BrokenSeal while it is read.
        """
        return unsealed(self._raw(uri), self._ring)

    @contextmanager
    def local(self, uri: str) -> Iterator[Path]:
        """The recording as a local file while the context lasts; not to be changed.

        What is sealed lies open meanwhile in memory where there is room, else in the folder for
        temporary files.

        Problem `no_key`, `recording_missing` or `recording_changed`; PassingProblem `store_down`,
        `store_half` or `disk_full`.
        """
        with _told():
            sealed = self.sealed_with(uri) is not None
            size = int(self._fs.size(self._path(uri)) or 0)
        if not sealed and "file" in self._protocols():
            yield Path(self._path(uri))
            return
        with tempfile.TemporaryDirectory(dir=_scratch(size) if sealed else None) as folder:
            copy = Path(folder) / Path(uri).name
            with _told(), self.open(uri) as stream:
                found = copy_in(stream, copy)
            if found != copy.stem:  # a store that gives half a file does not say so
                raise PassingProblem("store_half", "the store gave another content than was put in")
            yield copy

    def sealed_with(self, uri: str) -> str | None:
        """The name of the key that sealed it, None where it lies open."""
        with self._raw(uri) as raw:
            return sealed_with(raw)

    def seal_again(self, uri: str) -> None:
        """Seal it with the newest key, whatever it was sealed with."""
        with self.local(uri) as plain:
            self._place(plain, self._path(uri))

    def _raw(self, uri: str) -> IO[bytes]:
        stream: IO[bytes] = self._fs.open(self._path(uri), "rb")
        return stream

    def _place(self, file: Path, target: str) -> None:
        beside = f"{target}.{uuid.uuid4().hex}.part"
        try:
            if self._ring is None:
                self._fs.put_file(str(file), beside)
            else:
                with tempfile.TemporaryDirectory() as folder:
                    sealed = Path(folder) / "sealed"
                    seal(file, sealed, self._ring)
                    self._fs.put_file(str(sealed), beside)
            self._fs.mv(beside, target)
        except Exception:
            with suppress(Exception):  # a store that is away keeps its half: nobody reads it
                self._fs.rm_file(beside)
            raise

    def _path(self, uri: str) -> str:
        return f"{self._root}/{uri}"

    def _protocols(self) -> tuple[str, ...]:
        protocol: Any = self._fs.protocol
        return (protocol,) if isinstance(protocol, str) else tuple(protocol)


@contextmanager
def _told() -> Iterator[None]:
    """Make of what a store raises, of whatever kind, what a person can act on."""
    try:
        yield
    except Problem:
        raise
    except BrokenSeal as error:
        raise Problem(
            "recording_changed", str(error), mend="restore it from a backup, then retry"
        ) from error
    except FileNotFoundError as error:
        raise Problem(
            "recording_missing", "the recording is not there", mend="restore it from a backup"
        ) from error
    except Exception as error:
        if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise PassingProblem(
                "disk_full", "a disk is full", mend="make room; what waits goes on by itself"
            ) from error
        raise PassingProblem(
            "store_down",
            f"the store of the recordings failed ({type(error).__name__})",
            mend="see whether it answers; what waits goes on by itself",
        ) from error


def _scratch(size: int) -> str | None:
    """A folder in memory, if it has room for this and as much again."""
    if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > 2 * size:
        return str(_MEMORY)
    return None


def copy_in(source: IO[bytes], target: Path) -> str:
    """Copy a stream to a local file and return its SHA-256."""
    digest = hashlib.sha256()
    with target.open("wb") as out:
        while block := source.read(_BLOCK):
            digest.update(block)
            out.write(block)
    return digest.hexdigest()
