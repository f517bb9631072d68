"""Columns that hold what was said: sealed where the owner gave keys, plain JSON where not.

What is stored tells by itself which it is, so both may stand in one table while keys are turned.
"""

import base64
import json
import os
import zlib
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import JSON, Dialect, Engine, LargeBinary
from sqlalchemy.types import TypeDecorator

from audit.sealing.files import BrokenSeal
from audit.sealing.keys import KeyRing

MARK = "sealed1:"
_SALT = 16
_ONCE = bytes(12)  # each salt is used once, so its key needs no other nonce
_PURPOSE = "field"


def use_keys(engine: Engine, ring: KeyRing | None) -> None:
    """Have this database's sealed columns written and read with these keys."""
    engine.dialect.callaudit_keys = ring  # type: ignore[attr-defined] # the types see nothing else


def keys_of(dialect: Dialect) -> KeyRing | None:
    ring: KeyRing | None = getattr(dialect, "callaudit_keys", None)
    return ring


class Sealed(TypeDecorator[Any]):
    """JSON; sealed it is one text: mark, name of the key, and the sealed zlib of the JSON."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        ring = keys_of(dialect)
        if ring is None or value is None:
            return value
        return seal_text(ring, json.dumps(value, ensure_ascii=False).encode())

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        if isinstance(value, str) and value.startswith(MARK):
            return json.loads(unseal_text(keys_of(dialect), value))
        return value


class SealedBytes(TypeDecorator[bytes]):
    """The same for bytes."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        ring = keys_of(dialect)
        return value if ring is None or value is None else seal_text(ring, value).encode()

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        if value is not None and value.startswith(MARK.encode()):
            return unseal_text(keys_of(dialect), value.decode("ascii"))
        return value


def seal_text(ring: KeyRing, content: bytes) -> str:
    salt = os.urandom(_SALT)
    cipher = AESGCM(ring.sub(ring.newest, _PURPOSE, salt))
    sealed = salt + cipher.encrypt(_ONCE, zlib.compress(content), MARK.encode())
    return f"{MARK}{ring.newest}:{base64.b64encode(sealed).decode()}"


def unseal_text(ring: KeyRing | None, text: str) -> bytes:
    """Problem `no_key`; BrokenSeal where it was changed."""
    name, _, content = text.removeprefix(MARK).partition(":")
    sealed = base64.b64decode(content)
    cipher = AESGCM((ring or KeyRing("", {})).sub(name, _PURPOSE, sealed[:_SALT]))
    try:
        return zlib.decompress(cipher.decrypt(_ONCE, sealed[_SALT:], MARK.encode()))
    except InvalidTag as error:
        raise BrokenSeal("a field was changed since it was sealed") from error
