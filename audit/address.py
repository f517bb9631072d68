"""Which addresses outside this process the owner may name: see the settings that hold one."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from pydantic import SecretStr


def refuse_unsafe(url: str, key: SecretStr | None, *, allow_http: bool) -> None:
    """Raise ValueError where text, sound or key would travel readably, or to no plain address."""
    parts = urlsplit(url)
    port = parts.port  # raises ValueError for what is none
    plain = not parts.query and not parts.fragment and port != 0
    if parts.scheme not in ("http", "https") or not parts.hostname or not plain:
        msg = "url must be an address such as http://127.0.0.1:11434/v1"
        raise ValueError(msg)
    if parts.username is not None or parts.password is not None:
        msg = "url must not hold a name or password; give the key as 'key'"
        raise ValueError(msg)
    if key is not None and not key.get_secret_value().isascii():
        msg = "key must be plain ASCII"
        raise ValueError(msg)
    safe = parts.scheme == "https" or is_this_machine(parts.hostname) or allow_http
    if not safe:
        msg = "url must be https or on this machine; set allow_http to send unencrypted"
        raise ValueError(msg)


def is_this_machine(host: str) -> bool:
    """Only a loopback number or `localhost` itself: any other name may lead anywhere."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
