"""The recordings folder: sound files named by their content, through fsspec.

Any store that fsspec opens will do. A file is complete or absent: it is written beside its place
and moved there. Files already there have the same content and are left alone.
"""

import hashlib
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from fsspec.core import url_to_fs

_BLOCK = 1 << 20  # bytes read at once


class Recordings:
    """`place` is a folder or an fsspec URL; a `uri` is relative to it, such as "ab/ab12….wav"."""

    def __init__(self, place: str) -> None:
        self._fs, self._root = url_to_fs(place)

    def put(self, file: Path, sha256: str) -> str:
        """Store a local file whose content has this digest; returns its uri."""
        uri = f"{sha256[:2]}/{sha256}{file.suffix.lower()}"
        target = self._path(uri)
        if not self._fs.exists(target):
            self._fs.makedirs(self._path(sha256[:2]), exist_ok=True)
            beside = f"{target}.{uuid.uuid4().hex}.part"
            self._fs.put_file(str(file), beside)
            self._fs.mv(beside, target)
        return uri

    def delete(self, uri: str) -> None:
        """Delete a recording; one that is gone already is no mistake."""
        if self._fs.exists(self._path(uri)):
            self._fs.rm_file(self._path(uri))

    def open(self, uri: str) -> IO[bytes]:
        """Open for reading; seekable, so that a player can ask for ranges."""
        stream: IO[bytes] = self._fs.open(self._path(uri), "rb")
        return stream

    @contextmanager
    def local(self, uri: str) -> Iterator[Path]:
        """The recording as a local file while the context lasts; not to be changed."""
        if "file" in self._protocols():
            yield Path(self._path(uri))
            return
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / Path(uri).name
            self._fs.get_file(self._path(uri), str(copy))
            yield copy

    def _path(self, uri: str) -> str:
        return f"{self._root}/{uri}"

    def _protocols(self) -> tuple[str, ...]:
        protocol: Any = self._fs.protocol
        return (protocol,) if isinstance(protocol, str) else tuple(protocol)


def copy_in(source: IO[bytes], target: Path) -> str:
    """Copy a stream to a local file and return its SHA-256."""
    digest = hashlib.sha256()
    with target.open("wb") as out:
        while block := source.read(_BLOCK):
            digest.update(block)
            out.write(block)
    return digest.hexdigest()
