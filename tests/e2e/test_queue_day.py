"""An inspector narrows the queue, finds what was said, keeps the view, and holds what is open."""

import re

import pytest
from playwright.sync_api import Page, expect
from site_under_test import Site

pytestmark = pytest.mark.e2e


def narrow(page: Page) -> None:
    """Search, then one more condition from the panel."""
    page.goto("/calls?stage=all")
    page.wait_for_selector("body[data-ready]")
    page.keyboard.press("/")
    page.keyboard.type("信用卡 逾期")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("said="))
    page.locator(".more summary").click()
    client = page.locator("[name=client]")
    client.click()
    expect(page.locator("#choices-client option")).to_have_count(1)
    client.fill("青禾银行")
    client.press("Enter")
    page.wait_for_url(re.compile("client="))


def test_search_filter_view_and_claim(page: Page, site: Site) -> None:
    narrow(page)
    expect(page.locator(".calls tbody tr")).to_have_count(2)
    expect(page.locator(".said mark").first).to_have_text("信用卡逾期")
    page.locator(".views [name=name]").fill("青禾逾期")
    page.get_by_role("button", name="保存视图").click()
    kept = page.locator(".views a", has_text="青禾逾期")
    expect(kept).to_be_visible()
    page.locator(".chips a").first.click()  # takes the search away
    expect(page.locator(".said")).to_have_count(0)
    kept.click()
    page.locator(".said").first.click()
    page.wait_for_url(re.compile(rf"/calls/{site.call}\?.*#turn-2"))
    expect(page.locator(".notice.mine")).to_contain_text("由您复核中")
    page.get_by_role("button", name="放下").click()
    expect(page.locator(".views [aria-current]")).to_have_text("青禾逾期")


def test_the_panel_stays_on_the_screen(page: Page, site: Site) -> None:
    for width, height in ((1280, 720), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        narrow(page)
        page.locator(".more summary").click()
        box = page.locator(".more .panel").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert page.evaluate("document.documentElement.scrollWidth") <= width
