"""Every page passes axe-core, light and dark."""

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import handmade
import pytest
from playwright.sync_api import Browser, Page
from site_under_test import Site

from audit.calibration.draw import Drawing, draw
from audit.clock import now
from audit.remedy.rectify import Plan, open_rectification
from audit.review.appeals import appeal
from audit.review.decide import decide
from audit.store import Call, User
from audit.store.summary import day_of

pytestmark = pytest.mark.e2e

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
PAGES = {
    "inspector": (
        "/calls?stage=all&said=信用卡&client=青禾银行",
        "/calls/1",
        "/appeals",
        "/alerts",
    ),
    "collector": ("/calls?stage=all", "/scores", "/examples"),
    "officer": (
        "/reports",
        "/dashboard",
        "/rectifications",
        "/rectifications/new",
        "/rectifications/1",
    ),
    "lead": ("/team", "/account", "/samples", "/samples/1", "/samples/items/1"),
    "admin": ("/people", "/rules", "/rules/abuse", "/progress", "/journal", "/clients"),
}


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    """Signed in as nobody; axe needs what the pages' own policy forbids: inline styles."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 720}, base_url=site.address, bypass_csp=True
    )
    yield context.new_page()
    context.close()


def violations(page: Page) -> list[Any]:
    """What axe finds, each with the first element that it is about."""
    found = page.evaluate(f"{AXE}; axe.run()")["violations"]
    return [(each["id"], each["nodes"][0]["html"]) for each in found]


def enter(page: Page, name: str) -> None:
    page.goto("/")
    page.fill("[name=name]", name)
    page.fill("[name=password]", handmade.PASSWORD)
    page.click("form.sign-in button")
    page.wait_for_load_state()


def test_axe_finds_what_is_wrong(page: Page, site: Site) -> None:
    page.set_content("<html><body><img src='x.png'></body></html>")
    assert "image-alt" in [name for name, _html in violations(page)]


def test_the_sign_in_page(page: Page, site: Site) -> None:
    page.goto("/")
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", list(PAGES))
def test_pages_of_a_role(page: Page, site: Site, name: str, scheme: Any) -> None:
    with site.store.writing() as session:
        session.get_one(Call, site.call).agent_id = handmade.OWN_ID
        people = {user.name: user for user in session.query(User)}
    finding = decide(site.store, people["officer"], 2, "confirm", note="听过原音").id
    appeal(site.store, people["collector"], finding, "客户先骂我", 7)
    due = day_of(now())
    plan = Plan("文明用语", "情绪", "再培训", people["collector"].id, due, finding)
    open_rectification(site.store, people["officer"], plan)
    draw(site.store, people["officer"], Drawing("十一月", count=1))
    page.emulate_media(color_scheme=scheme)
    enter(page, name)
    for path in PAGES[name]:
        page.goto(path)
        page.wait_for_load_state("networkidle")
        for panel in page.locator("details:visible > summary").all():
            panel.click()
        assert violations(page) == [], path
