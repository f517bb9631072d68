"""A served application with one audited call that can be heard, and a real browser."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import handmade
import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from site_under_test import Site

from audit.config import Settings
from audit.serving import serving
from audit.store import Store
from web.app import create_app

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no system Chromium: install the package chromium")
    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    settings = Settings(data=tmp_path / "data")
    store: Store = create_app(settings).extensions["callaudit"].store
    handmade.people(store)
    call = handmade.add_call(
        store,
        "A1",
        risk=200,
        findings=[handmade.DISCLOSURE, handmade.ABUSE],
        alerts=("complaint",),
        recording=handmade.add_recording(settings, tmp_path),
    )
    handmade.add_call(store, "B2", risk=100, findings=[handmade.THREAT])
    with serving(settings, store, "127.0.0.1", 0, worker=False) as address:
        yield Site(address, store, call)
    store.engine.dispose()


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    """The inspector, signed in. Fails where the console told of any error."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 720}, locale="zh-CN", base_url=site.address
    )
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda m: told.append(m.text) if m.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("request", lambda r: None if r.url.startswith(site.address) else told.append(r.url))
    page.goto("/")
    page.fill("[name=name]", "inspector")
    page.fill("[name=password]", handmade.PASSWORD)
    page.click("form.sign-in button")
    page.wait_for_selector("body[data-ready]")
    yield page
    context.close()
    assert [text for text in told if "409" not in text] == []
