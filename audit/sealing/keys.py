"""The owner's keys: the newest seals, all of them open.

One key a line, `NAME:BASE64` of 32 bytes, the newest first; from a file or from the environment. No
key lies in the data folder, so that a copy of it tells nothing.
"""

import base64
import binascii
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from transcribe.problem import Problem

BYTES = 32  # AES-256
NAME_BYTES = 16  # of a name in a sealed file's head
_NAME = re.compile(r"[a-z0-9-]{1,16}")


@dataclass(frozen=True)
class KeyRing:
    """Keys by name; `newest` is the name of the one that seals."""

    newest: str
    keys: Mapping[str, bytes]

    def sub(self, name: str, purpose: str, salt: bytes = b"") -> bytes:
        """The key for one purpose, derived (HKDF, RFC 5869), so that no two uses share one.

        Problem `no_key` where the owner no longer gives the one that sealed this.
        """
        if name not in self.keys:
            raise Problem(
                "no_key", f"sealed with the key {name!r}, which is not among those given",
                mend="add it to the key file again",
            )  # fmt: skip
        return _derived(self.keys[name], purpose, salt)


def read_keys(text: str) -> KeyRing:
    """Problem `bad_keys`, which never shows a key."""
    lines = [line.strip() for line in re.split(r"[\n,]", text)]
    keys = dict(_key(line) for line in lines if line and not line.startswith("#"))
    if not keys:
        raise Problem("bad_keys", "there is no key", mend="make one with `callaudit keys new`")
    return KeyRing(next(iter(keys)), keys)


def new_key(name: str) -> str:
    """A line for the key file. Problem `bad_keys`."""
    line = f"{name}:{base64.b64encode(secrets.token_bytes(BYTES)).decode()}"
    read_keys(line)
    return line


def _key(line: str) -> tuple[str, bytes]:
    name, _, content = line.partition(":")
    try:
        key = base64.b64decode(content, validate=True)
    except binascii.Error:
        key = b""
    if not _NAME.fullmatch(name) or len(key) != BYTES:
        raise Problem(
            "bad_keys", f"a key is NAME:BASE64 of {BYTES} bytes, its name of a-z, 0-9 and -",
            mend="make one with `callaudit keys new`",
        )  # fmt: skip
    return name, key


def _derived(key: bytes, purpose: str, salt: bytes) -> bytes:
    return HKDF(SHA256(), BYTES, salt or None, f"callaudit {purpose}".encode()).derive(key)
