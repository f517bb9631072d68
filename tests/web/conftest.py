"""The application on a fresh data folder with people in it, and ways to be one of them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import handmade
import pytest
from apiflask import APIFlask
from argon2 import PasswordHasher
from flask.testing import FlaskClient

from audit import accounts
from audit.config import Settings
from audit.store import Store
from web.app import create_app
from web.auth import limiter


@pytest.fixture
def settings(
    tmp_path: Path, fresh: Callable[[Path], str], monkeypatch: pytest.MonkeyPatch
) -> Settings:
    (tmp_path / "data").mkdir()
    address = fresh(tmp_path / "data")
    if address.startswith("sqlite"):
        return Settings(data=tmp_path / "data")
    for name in ("DATABASE", "JOBS_DATABASE"):  # for commands
        monkeypatch.setenv(f"CALLAUDIT_{name}", address)
    return Settings(data=tmp_path / "data")


@pytest.fixture
def app(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[APIFlask]:
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(accounts, "_hasher", quick)
    app = create_app(settings)
    app.config["WTF_CSRF_ENABLED"] = False  # test_security.py turns it on again
    handmade.people(app.extensions["callaudit"].store)
    yield app
    limiter.reset()
    app.extensions["callaudit"].store.engine.dispose()


@pytest.fixture
def store(app: APIFlask) -> Store:
    opened: Store = app.extensions["callaudit"].store
    return opened


@pytest.fixture
def sign_in(app: APIFlask) -> Callable[[str], FlaskClient]:
    """A browser in which this person has signed in."""

    def browser(name: str) -> FlaskClient:
        client = app.test_client()
        form = {"name": name, "password": handmade.PASSWORD}
        assert client.post("/sign-in", data=form).status_code == 302
        return client

    return browser


@pytest.fixture
def inspector(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("inspector")
