"""Tells by the bytes of a WAV, AVI, Ogg or WMA file whether its end is missing.

So say the sizes that a RIFF or ASF header declares, and the end-of-stream page of Ogg (RFC 3533,
section 6).
"""

import struct
from pathlib import Path

from transcribe.problem import Problem

# Recorders that write the header of a WAV first and never return to it leave one of these sizes.
_SIZE_UNKNOWN = (0, 0xFFFFFFFF, 0x7FFFFFFF)
# Bytes; some recorders count the header in. Or an eighth of a second, whichever is more.
_WAV_SLACK = 64

_OGG_PAGE_MAX = 65_307  # bytes, RFC 3533 section 6
_OGG_END_OF_STREAM = 4  # bit of the page's header type

_ASF_PROPERTIES = bytes.fromhex("a1dcab8c47a9cf118ee400c00c205365")
_ASF_BROADCAST = 1  # bit of its flags: written without going back, so sizes say nothing
_ASF_LOOK = 1 << 16  # bytes in which its properties are looked for


def truncated(path: Path, detail: str = "") -> Problem:
    return Problem(
        "audio_truncated",
        f"the recording is cut off{detail}",
        where=path.name,
        mend="copy it again from the recorder and compare the sizes",
    )


def require_whole_container(path: Path) -> None:
    """Check WAV, AVI, Ogg and WMA files, by their bytes, for a missing end."""
    with path.open("rb") as file:
        magic, size, kind = file.read(4), int.from_bytes(file.read(4), "little"), file.read(4)
    if magic == b"RIFF" and kind == b"WAVE":
        _require_whole_wav(path)
    elif magic == b"RIFF" and size not in _SIZE_UNKNOWN and size > path.stat().st_size:
        raise truncated(path)  # an AVI
    elif magic == b"OggS":
        _require_whole_ogg(path)
    elif magic == b"\x30\x26\xb2\x75":
        _require_whole_asf(path)


def _require_whole_wav(path: Path) -> None:
    size, slack = path.stat().st_size, _WAV_SLACK
    with path.open("rb") as file:
        file.seek(12)
        while len(head := file.read(8)) == 8:
            name, length = struct.unpack("<4sI", head)
            if name == b"data":
                missing = file.tell() + length - size
                if length not in _SIZE_UNKNOWN and missing > slack:
                    raise truncated(path, f": {missing} of {length} bytes of sound are missing")
                return
            begin = file.read(length + length % 2)
            if name == b"fmt " and len(begin) >= 12:
                slack = max(int.from_bytes(begin[8:12], "little") // 8, _WAV_SLACK)
    raise truncated(path, " before its sound begins")


def _require_whole_asf(path: Path) -> None:
    """Compare with the size in the file properties (ASF specification, section 3.2)."""
    with path.open("rb") as file:
        begin = file.read(_ASF_LOOK)
    at = begin.find(_ASF_PROPERTIES)
    if at < 0 or len(begin) < at + 92:
        return
    declared = int.from_bytes(begin[at + 40 : at + 48], "little")
    flags = int.from_bytes(begin[at + 88 : at + 92], "little")
    missing = declared - path.stat().st_size
    if missing > 0 and not flags & _ASF_BROADCAST:
        raise truncated(path, f": {missing} of {declared} bytes are missing")


def _require_whole_ogg(path: Path) -> None:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _OGG_PAGE_MAX))
        tail = file.read()
    page = tail[tail.rfind(b"OggS") :]
    if len(page) < 27 or not page[5] & _OGG_END_OF_STREAM:
        raise truncated(path, ": its last page is missing")
    lacing = page[27 : 27 + page[26]]
    if len(page) < 27 + len(lacing) + sum(lacing):
        raise truncated(path, " inside its last page")
