"""Downloading a recording from an address that somebody else names, without being led elsewhere.

Only hosts that the owner listed are asked. Their addresses are looked up once, refused where they
are not public, and the connection goes to the very address that was checked (a second look-up could
answer otherwise). Every redirect is checked like the first address.
"""

import ipaddress
import socket
from pathlib import Path, PurePosixPath
from time import monotonic

import httpx
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from transcribe.problem import PassingProblem, Problem

_REDIRECTS = 3
_SILENT_S = 30.0  # without a byte
_BLOCK = 1 << 20
_MB = 1_000_000


class FetchSettings(BaseModel):
    """Section `fetch`: without it nothing is fetched by URL.

    `hosts` are names, or `*.example.com` for all below one. `allow_private` lets them have
    addresses of a private network, as an own recorder has. `secret` is shared with whoever sends
    the signed webhook; without it the webhook is off.
    """

    model_config = ConfigDict(extra="forbid")

    hosts: list[str] = Field(min_length=1)
    allow_private: bool = False
    allow_http: bool = False
    secret: SecretStr | None = None
    # Ten hours of 16-bit stereo at 8 kHz, as for an upload (web/app.py).
    max_mb: int = Field(default=1200, ge=1)
    timeout_s: float = Field(default=600, gt=0)


def check_url(url: str, settings: FetchSettings) -> httpx.URL:
    """The address, if its host may be asked. Problem `bad_url` or `host_not_allowed`."""
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, TypeError) as error:
        raise _bad("is no address") from error
    schemes = {"https", "http"} if settings.allow_http else {"https"}
    if parsed.scheme not in schemes or not parsed.host or parsed.userinfo:
        raise _bad(f"must be {' or '.join(sorted(schemes))}, with a host and no user name")
    if not any(_matches(parsed.host, host) for host in settings.hosts):
        raise Problem(
            "host_not_allowed", f"{parsed.host} is not among the hosts of the setting fetch",
            where="recording_url", mend="add it there if it is a recorder of yours",
        )  # fmt: skip
    return parsed


def shown(url: str) -> str:
    """A checked address without what may be secret in it."""
    place = httpx.URL(url)
    return f"{place.scheme}://{place.host}{place.path}"


def name_of(url: str) -> str:
    """What the file is called there."""
    return PurePosixPath(url.partition("?")[0].partition("#")[0]).name or "recording"


def download(url: str, target: Path, settings: FetchSettings) -> None:
    """Write what lies there into `target`, whole or not at all.

    Problem as of `check_url`, `private_address`, `fetch_refused`, `fetch_too_large`, or
    `not_fetched` where trying again may help.
    """
    until = monotonic() + settings.timeout_s
    place = check_url(url, settings)
    try:
        with httpx.Client(timeout=_SILENT_S, trust_env=False) as client:
            for _ in range(_REDIRECTS + 1):
                onward = _get(client, place, target, settings, until)
                if onward is None:
                    return
                place = check_url(str(onward), settings)
    except httpx.HTTPError as error:
        target.unlink(missing_ok=True)
        raise _failed(f"{place.host}: {type(error).__name__}") from error
    raise Problem("fetch_refused", f"{place.host} leads on again and again", mend="ask its owner")


def _get(
    client: httpx.Client, place: httpx.URL, target: Path, settings: FetchSettings, until: float
) -> httpx.URL | None:
    """Where it leads on to, None when the file is there."""
    address = _address(place, settings)
    request = client.build_request(
        "GET", place.copy_with(host=address),
        headers={"Host": place.netloc.decode(), "Accept-Encoding": "identity"},
        extensions={"sni_hostname": place.host},
    )  # fmt: skip
    answer = client.send(request, stream=True)
    try:
        if answer.has_redirect_location:
            return place.join(answer.headers["Location"])
        _refuse_status(answer.status_code, place.host)
        _write(answer, target, settings.max_mb * _MB, until)
    finally:
        answer.close()
    return None


def _write(answer: httpx.Response, target: Path, most: int, until: float) -> None:
    size = 0
    with target.open("wb") as out:
        for block in answer.iter_raw(_BLOCK):
            size += len(block)
            if size > most:
                raise Problem("fetch_too_large", f"is longer than {most // _MB} MB")
            if monotonic() > until:
                raise _failed("it takes too long")
            out.write(block)


def _refuse_status(status: int, host: str) -> None:
    if status in {408, 425, 429} or status >= 500:
        raise _failed(f"{host} answered {status}")
    if status != httpx.codes.OK:
        raise Problem("fetch_refused", f"{host} answered {status}", mend="check the address")


def _address(place: httpx.URL, settings: FetchSettings) -> str:
    """The address that is connected to."""
    port = place.port or {"https": 443, "http": 80}[place.scheme]
    try:
        found = socket.getaddrinfo(place.host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise _failed(f"{place.host} is not known here") from error
    addresses = [str(each[4][0]) for each in found]
    if not settings.allow_private:
        for each in addresses:
            if not _public(each):
                raise Problem(
                    "private_address", f"{place.host} lies in a private network",
                    where="recording_url", mend="set fetch.allow_private if it is yours",
                )  # fmt: skip
    return addresses[0]


def _public(address: str) -> bool:
    """Also of one that is wrapped in IPv6."""
    found = ipaddress.ip_address(address.partition("%")[0])
    wrapped = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    return found.is_global and not found.is_multicast and (wrapped is None or wrapped.is_global)


def _matches(host: str, allowed: str) -> bool:
    if allowed.startswith("*."):
        return host.endswith(allowed[1:].lower())
    return host == allowed.lower()


def _bad(what: str) -> Problem:
    return Problem("bad_url", what, where="recording_url", mend="correct it")


def _failed(what: str) -> PassingProblem:
    return PassingProblem("not_fetched", what, mend="it is tried again by itself")
