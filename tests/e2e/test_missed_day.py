"""An inspector marks what the machine missed, takes it back, grades, and leaves a note."""

import pytest
from playwright.sync_api import Page, expect
from site_under_test import Site

pytestmark = pytest.mark.e2e

SELECT = """(words) => {
  const node = [...document.querySelectorAll(".turn p")].find((p) => p.textContent.includes(words));
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(walker.currentNode, at);
    range.setEnd(walker.currentNode, at + words.length);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  }
}"""


def test_marking_what_was_missed(page: Page, site: Site) -> None:
    page.goto(f"/calls/{site.call}")
    page.wait_for_selector("body[data-ready]")
    page.evaluate(SELECT, "派人去堵你家的门")
    page.keyboard.press("a")
    expect(page.locator("#add [name=quote]")).to_have_value("派人去堵你家的门")
    page.locator("#add [name=rule]").select_option("threat")
    page.locator("#add [name=note]").fill("语气是威胁")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("body[data-ready]")
    added = page.locator(".finding", has_text="语气是威胁")
    expect(added.locator(".state")).to_have_text("已确认违规")
    added.click()
    page.keyboard.press("z")
    expect(page.locator(".finding", has_text="撤回上一决定").locator(".state")).to_have_text(
        "已排除"
    )


def test_grading_and_a_note(page: Page, site: Site) -> None:
    page.goto(f"/calls/{site.call}")
    page.wait_for_selector("body[data-ready]")
    card = page.locator(".finding.open")
    card.locator("[name=severity]").select_option("minor")
    page.keyboard.press("Escape")
    card.locator(".confirm").click()
    expect(page.locator(".history").first).to_contain_text("改为一般")
    page.locator("#notes textarea").fill("请组长复听")
    page.get_by_role("button", name="留下备注").click()
    expect(page.locator("#notes")).to_contain_text("请组长复听")
