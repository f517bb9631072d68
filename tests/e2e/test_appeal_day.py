"""A collector reads a deduction on a phone and appeals; somebody else overturns it."""

import re

import handmade
import pytest
from playwright.sync_api import Page, expect
from site_under_test import Site
from sqlalchemy import update

from audit.clock import now
from audit.review.decide import decide
from audit.store import Call, User

pytestmark = pytest.mark.e2e


def sign_in_as(page: Page, name: str) -> None:
    page.get_by_role("button", name="退出").click()
    page.fill("[name=name]", name)
    page.fill("[name=password]", handmade.PASSWORD)
    page.click("form.sign-in button")
    page.wait_for_load_state()


@pytest.fixture
def confirmed(site: Site) -> int:
    """A finding on a call of this week by the collector, confirmed by the inspector."""
    with site.store.writing() as session:
        own = {"agent_id": handmade.OWN_ID, "started_at": now()}
        session.execute(update(Call).where(Call.id == site.call).values(**own))
        inspector = session.query(User).filter_by(name="inspector").one()
    return decide(site.store, inspector, 2, "confirm", note="听过原音").id


def test_appeal_and_answer(page: Page, site: Site, confirmed: int) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in_as(page, "collector")
    page.get_by_role("link", name="我的评分").click()
    cut = page.locator(f"#finding-{confirmed}")
    expect(cut).to_contain_text("听过原音")
    expect(cut.locator("audio")).to_have_attribute("src", re.compile(r"#t=16\.0,19\.0$"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    before = float(page.locator(".figures dd").first.inner_text())
    cut.locator("summary").click()
    cut.locator("textarea").fill("客户先骂我")
    cut.get_by_role("button", name="提交申诉").click()
    expect(cut.locator(".appeal")).to_contain_text("待答复")

    sign_in_as(page, "second")
    page.get_by_role("link", name="申诉").click()
    page.locator("textarea").fill("听了前后文，同意")
    page.get_by_role("button", name="撤销违规").click()
    expect(page.locator("main")).to_contain_text("没有待答复的申诉")

    sign_in_as(page, "collector")
    page.goto("/scores")
    expect(page.locator(f"#finding-{confirmed} .appeal")).to_contain_text("已撤销违规")
    assert float(page.locator(".figures dd").first.inner_text()) > before
