"""The key that signs sessions: made once, readable by its owner only."""

import os
import secrets
from pathlib import Path


def read_or_make(file: Path) -> str:
    """The key in this file; a missing file is made with mode 0600, by one process only."""
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text()
    key = secrets.token_hex(32)
    with os.fdopen(handle, "w") as stream:
        stream.write(key)
    return key
