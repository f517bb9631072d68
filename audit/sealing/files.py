"""Sealed files: AES-256-GCM in chunks, so that a player may begin anywhere.

A head names the key, the file's own salt, and the length of what is inside; each chunk is sealed
with the head beside it (as associated data) under its number (as nonce). So nothing can be changed,
cut off, or moved from one place or file to another without being noticed.
"""

import io
import os
import struct
from pathlib import Path
from typing import IO, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from audit.sealing.keys import NAME_BYTES, KeyRing

MAGIC = b"CAUDIT1\n"
CHUNK = 1 << 16
_TAG = 16
_HEAD = struct.Struct(f">8s{NAME_BYTES}s16sIQ")
_PURPOSE = "recording"


class BrokenSeal(OSError):  # noqa: N818 - named for what it is
    """The file was changed or cut since it was sealed."""


class _Head(NamedTuple):
    magic: bytes
    name: bytes
    salt: bytes
    chunk: int
    length: int


def seal(source: Path, target: Path, ring: KeyRing) -> None:
    """Write `source` sealed with the newest key; memory does not grow with the length."""
    salt, length = os.urandom(16), source.stat().st_size
    head = _HEAD.pack(MAGIC, ring.newest.encode(), salt, CHUNK, length)
    cipher = AESGCM(ring.sub(ring.newest, _PURPOSE, salt))
    with source.open("rb") as plain, target.open("wb") as out:
        out.write(head)
        for number in range(_chunks(length, CHUNK)):
            out.write(cipher.encrypt(_nonce(number), plain.read(CHUNK), head))


def sealed_with(raw: IO[bytes]) -> str | None:
    """The name of the key, None for a file that is not sealed; stands at the beginning again."""
    head = raw.read(_HEAD.size)
    raw.seek(0)
    return _name(_Head(*_HEAD.unpack(head))) if _is_head(head) else None


def unsealed(raw: IO[bytes], ring: KeyRing | None) -> IO[bytes]:
    """What is inside, seekable; a file that is not sealed as it is. Closes `raw` when closed.

    Problem `no_key`.
    """
    head = raw.read(_HEAD.size)
    if not _is_head(head):
        raw.seek(0)
        return raw
    return io.BufferedReader(_Unsealed(raw, head, ring or KeyRing("", {})), CHUNK)


class _Unsealed(io.RawIOBase):
    def __init__(self, raw: IO[bytes], head: bytes, ring: KeyRing) -> None:
        super().__init__()
        self._raw, self._head_bytes, self._head = raw, head, _Head(*_HEAD.unpack(head))
        key = ring.sub(_name(self._head), _PURPOSE, self._head.salt)
        self._cipher, self._at = AESGCM(key), 0
        self._number, self._open = -1, b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._head.length}[whence]
        self._at = max(0, start + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        number, inside = divmod(self._at, self._head.chunk)
        if self._at >= self._head.length:
            return 0
        if number != self._number:
            self._open, self._number = self._chunk(number), number
        piece = self._open[inside : inside + len(buffer)]
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def close(self) -> None:
        if not self.closed:
            self._raw.close()
        super().close()

    def _chunk(self, number: int) -> bytes:
        self._raw.seek(_HEAD.size + number * (self._head.chunk + _TAG))
        content = self._raw.read(self._head.chunk + _TAG)
        try:
            found = self._cipher.decrypt(_nonce(number), content, self._head_bytes)
        except (InvalidTag, ValueError) as error:
            raise BrokenSeal("the file was changed or cut since it was sealed") from error
        if len(found) != min(self._head.chunk, self._head.length - number * self._head.chunk):
            raise BrokenSeal("the file was cut since it was sealed")
        return found


def _is_head(head: bytes) -> bool:
    return len(head) == _HEAD.size and head.startswith(MAGIC)


def _name(head: _Head) -> str:
    return head.name.rstrip(b"\0").decode("ascii", "replace")


def _nonce(number: int) -> bytes:
    return number.to_bytes(12)


def _chunks(length: int, size: int) -> int:
    return -(-length // size)
