"""What a browser loads the first time it sees a page: compressed, below 300 kB."""

import re
from collections.abc import Callable

import handmade
import pytest
from flask.testing import FlaskClient

from audit.store import Store

MOST = 300_000  # bytes, the aim of the product
ASSET = re.compile(r'(?:href|src)="(/static/[^"]+\.(?:css|js|svg))"')
IMPORT = re.compile(r'(?:from|import) "(\./[^"]+)"')
HEAD = {"Accept-Encoding": "gzip, deflate"}


def load(client: FlaskClient, path: str, seen: dict[str, int]) -> None:
    """Note the bytes of a file and of what it imports."""
    if path in seen:
        return
    with client.get(path, headers=HEAD) as answer:
        assert answer.status_code == 200, path
        assert answer.headers.get("Content-Encoding") == "gzip" or len(answer.data) < 1000, path
        seen[path] = len(answer.data)
    with client.get(path) as plain:
        if path.endswith(".js") and "/js/" in path:
            for name in IMPORT.findall(plain.text):
                load(client, path.rsplit("/", 1)[0] + name[1:], seen)


@pytest.mark.parametrize("path", ["/calls?stage=all", "/calls/1", "/dashboard", "/reports"])
def test_a_first_load(store: Store, sign_in: Callable[[str], FlaskClient], path: str) -> None:
    handmade.add_call(store, "A1", findings=[handmade.ABUSE])
    client = sign_in("officer")
    page = client.get(path)
    seen: dict[str, int] = {}
    for asset in ASSET.findall(page.text):
        load(client, asset, seen)
    assert any(name.endswith(".css") for name in seen)
    assert len(page.data) + sum(seen.values()) < MOST


def test_pages_are_not_compressed(store: Store, inspector: FlaskClient) -> None:
    """Length would tell what stands beside what somebody else put into the page (BREACH)."""
    handmade.add_call(store, "A1")
    assert "Content-Encoding" not in inspector.get("/calls/1", headers=HEAD).headers


def test_a_file_is_not_sent_twice(inspector: FlaskClient) -> None:
    with inspector.get("/static/css/base.css", headers=HEAD) as first:
        tag = first.headers["ETag"]
    with inspector.get("/static/css/base.css", headers=HEAD | {"If-None-Match": tag}) as again:
        assert again.status_code == 304
