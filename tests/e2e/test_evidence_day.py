"""A compliance officer takes the evidence of one violation along, in a real browser."""

import zipfile
from pathlib import Path

import handmade
import pytest
from playwright.sync_api import Browser, expect
from site_under_test import Site

from audit.evidence.verify import check

pytestmark = pytest.mark.e2e


def test_a_confirmed_finding_gives_a_package_that_plays(
    browser: Browser, site: Site, tmp_path: Path
) -> None:
    context = browser.new_context(
        viewport={"width": 1280, "height": 720}, locale="zh-CN", base_url=site.address
    )
    page = context.new_page()
    page.goto(f"/calls/{site.call}")
    page.fill("[name=name]", "officer")
    page.fill("[name=password]", handmade.PASSWORD)
    page.click("form.sign-in button")
    page.wait_for_selector("body.call-page[data-ready]")
    card = page.locator(".finding").first
    expect(card.locator(".package")).to_have_count(0)  # nobody confirmed it yet
    card.locator("button.confirm").click()
    expect(card).to_have_attribute("data-status", "confirmed")
    card.locator("h3").click()
    expect(card.locator(".package a[download]")).to_be_visible()
    with page.expect_download() as coming:
        card.locator(".package a[download]").click()
    coming.value.save_as(tmp_path / "package.zip")
    assert check(tmp_path / "package.zip").faults == ()

    with zipfile.ZipFile(tmp_path / "package.zip") as package:
        package.extractall(tmp_path / "out")
    page.goto((tmp_path / "out/case.html").as_uri())
    heard = page.locator("audio").first
    heard.evaluate("sound => { sound.muted = true; return sound.play(); }")
    page.wait_for_function("document.querySelector('audio').currentTime > 0")
    context.close()
