"""An inspector has a call's names shown by a key, corrects beside a mask, and hides them again."""

import pytest
from playwright.sync_api import Page, expect
from site_under_test import Site
from sqlalchemy import select

from audit.store import Transcript

pytestmark = pytest.mark.e2e


def test_names_are_shown_by_a_key(page: Page, site: Site) -> None:
    page.goto(f"/calls/{site.call}")
    page.wait_for_selector("body[data-ready]")
    first = page.locator("#turn-0 p")
    expect(first).to_contain_text("周**")
    page.keyboard.press("u")
    expect(first).to_contain_text("周文博")
    expect(page.locator("#personal")).to_contain_text("隐藏个人信息")
    page.wait_for_selector("body[data-ready]")
    page.keyboard.press("u")
    expect(first).to_contain_text("周**")


def test_a_masked_turn_is_corrected(page: Page, site: Site) -> None:
    page.goto(f"/calls/{site.call}")
    page.wait_for_selector("body[data-ready]")
    page.locator("#turn-0").hover()
    page.keyboard.press("e")
    text = page.locator("#correct [name=text]")
    expect(text).to_have_value("您好，请问是周**先生本人吗？")
    text.fill("你好，请问是周**先生本人吗？")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".notice.working")).to_be_visible()  # it is checked again
    with site.store.reading() as session:
        newest = session.scalars(select(Transcript).order_by(Transcript.id.desc())).first()
    assert newest is not None
    assert newest.turns[0]["text"] == "你好，请问是周文博先生本人吗？"
