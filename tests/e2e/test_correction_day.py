"""An inspector corrects a turn with the keyboard, in a real browser."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from site_under_test import Site

from audit import keeping, pipeline
from audit.store import Store
from checks.rulepack import load_pack

pytestmark = pytest.mark.e2e


def check_newest(store: Store, transcript: int) -> None:
    """What a worker does; the served application of these tests has none."""
    checked = pipeline.check(store, transcript, load_pack())
    with store.writing() as session:
        keeping.record(session, transcript, checked)


def test_a_turn_is_corrected_checked_again_and_shows_both(
    page: Page, site: Site, tmp_path: Path
) -> None:
    page.goto(f"/calls/{site.call}")
    page.wait_for_selector("body[data-ready]")
    page.locator("#turn-1").hover()
    page.keyboard.press("e")
    expect(page.locator("#correct textarea")).to_have_value("你哪位？")
    page.keyboard.press("Escape")
    expect(page.locator("#correct")).to_be_hidden()
    page.keyboard.press("e")
    page.locator("#correct textarea").fill("我是，你哪位？")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".notice.working")).to_be_visible()
    check_newest(site.store, 3)  # two calls, so two transcripts before
    expect(page.locator("#turn-1 > div > p")).to_have_text("我是，你哪位？", timeout=15_000)
    page.locator("#turn-1 summary").click()
    expect(page.locator("#turn-1 .heard")).to_contain_text("你哪位？")
    page.screenshot(path=os.environ.get("SCREENSHOT", str(tmp_path / "corrected.png")))
    page.wait_for_selector("body[data-ready]")
    page.keyboard.press("x")
    expect(page.locator(".notice.working")).to_be_visible()
    check_newest(site.store, 4)
    expect(page.locator("#turn-0 .speaker")).to_have_text("客户", timeout=15_000)
