"""SHA256SUMS: which files a package holds, in the form that `sha256sum` writes and reads."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import IO

NAME = "SHA256SUMS"
_LINE = re.compile(r"([0-9a-f]{64})  (\S+)")


def digest(file: IO[bytes]) -> str:
    """SHA-256 of what can still be read, a piece at a time."""
    sha256 = hashlib.sha256()
    while piece := file.read(1 << 20):
        sha256.update(piece)
    return sha256.hexdigest()


def written(digests: Mapping[str, str]) -> str:
    """One line a file, in the order of their names."""
    return "".join(f"{digests[name]}  {name}\n" for name in sorted(digests))


def read(lines: Iterable[str]) -> dict[str, str]:
    """Digest of each name. ValueError for a line of another form or a name that comes twice."""
    digests: dict[str, str] = {}
    for line in lines:
        match = _LINE.fullmatch(line)
        if match is None or match[2] in digests:
            raise ValueError(line)
        digests[match[2]] = match[1]
    return digests
