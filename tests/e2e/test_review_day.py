"""An inspector's way through a call, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect
from site_under_test import Site

from audit.review.decide import decide, get_finding
from audit.store import Transcript, User

pytestmark = pytest.mark.e2e


def open_call(page: Page) -> None:
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector("body.call-page[data-ready]")


def test_evidence_is_heard_from_its_place_and_decided(page: Page, site: Site) -> None:
    open_call(page)
    expect(page.locator("#wave")).to_be_visible()
    page.locator("mark.critical").click()  # turn 4 begins at 16 s
    expect(page.locator("#player")).to_have_class("player playing")
    expect(page.locator("#turn-4")).to_have_class("turn agent evidence critical now")
    expect(page.locator("#now")).to_have_text("0:17")
    page.keyboard.press(" ")
    expect(page.locator("#player")).to_have_class("player")

    page.keyboard.press("1")
    page.keyboard.press(" ")
    page.keyboard.press("m")
    page.keyboard.type("已听，属实 c d")  # letters in a note are no commands
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    first = page.locator(".finding").first
    expect(first).to_have_attribute("data-status", "confirmed")
    expect(first.locator(".history")).to_contain_text("已听，属实 c d")
    # The next undecided one is open; with it decided, too, the way on is shown.
    expect(page.locator(".finding").nth(1)).to_have_class(re.compile(r"\bopen\b"))
    page.keyboard.press("d")
    expect(page.locator(".finding").nth(1)).to_have_attribute("data-status", "dismissed")
    expect(page.locator("#next-call")).to_have_class("button next ready")
    page.keyboard.press("n")
    expect(page.locator("h1")).to_have_text("B2")


TOO_SOON = """new MutationObserver((changes, self) => {
    self.disconnect();
    document.body.dispatchEvent(new KeyboardEvent("keydown", {key: "d", bubbles: true}));
}).observe(document.querySelector("#finding-ID").parentElement, {childList: true})"""


def test_a_key_pressed_before_the_decision_has_settled_overturns_nothing(
    page: Page, site: Site
) -> None:
    open_call(page)
    shown = int(page.locator(".finding.open").get_attribute("data-id") or 0)
    page.evaluate(TOO_SOON.replace("ID", str(shown)))
    page.keyboard.press("c")
    expect(page.locator(".finding").nth(1)).to_have_class(re.compile(r"\bopen\b"))
    page.wait_for_load_state("networkidle")
    with site.store.reading() as session:
        second = session.query(User).filter_by(name="second").one()
    decisions = get_finding(site.store, second, shown).decisions
    assert [decision.decision for decision in decisions] == ["confirm"]


def test_the_waveform_and_its_regions_play(page: Page, site: Site) -> None:
    open_call(page)
    page.get_by_text("下一处证据").click()  # the first: turn 2, at 8 s
    expect(page.locator("#now")).to_have_text("0:08")
    page.keyboard.press("j")
    expect(page.locator("#now")).to_have_text("0:16")
    page.keyboard.press("]")
    assert page.locator("#speed").input_value() == "1.25"
    box = page.locator("#wave").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 24 * 1.5, box["y"] + 60)
    expect(page.locator("#now")).to_have_text(re.compile("^0:0[12]"))


def test_one_turn_is_heard_again_and_again(page: Page, site: Site) -> None:
    open_call(page)
    page.get_by_text("下一处证据").click()  # turn 2, 8 s to 11 s
    page.keyboard.press("l")
    page.keyboard.press("]")
    page.keyboard.press("]")
    page.keyboard.press("]")  # twice as fast: the turn lasts a second and a half
    expect(page.locator("#loop")).to_be_checked()
    heard = set()
    for _moment in range(20):
        page.wait_for_timeout(200)
        heard.add(page.locator("#now").inner_text())
    assert heard <= {"0:08", "0:09", "0:10", "0:11"}
    assert len(heard) >= 3


def test_pauses_are_left_out(page: Page, site: Site) -> None:
    with site.store.writing() as session:
        transcript = session.query(Transcript).filter_by(call_id=site.call).one()
        transcript.turns = [transcript.turns[at] for at in (0, 2, 2, 3, 4, 5)]  # 3 s to 8 s: silent
    open_call(page)
    page.keyboard.press("s")
    expect(page.locator("#hush")).to_be_checked()
    page.keyboard.press(" ")
    expect(page.locator("#now")).to_have_text("0:03")
    expect(page.locator("#now")).to_have_text(re.compile("0:0[78]"), timeout=2000)


def test_who_comes_second_is_told(page: Page, site: Site) -> None:
    open_call(page)
    with site.store.reading() as session:
        second = session.query(User).filter_by(name="second").one()
    shown = int(page.locator(".finding.open").get_attribute("data-id") or 0)
    decide(site.store, second, shown, "dismiss", note="我先看了")
    page.keyboard.press("c")
    expect(page.locator(".finding.open [role=alert]")).to_contain_text("其他人刚刚作出了决定")
    expect(page.locator(".finding.open .history")).to_contain_text("我先看了")
    assert get_finding(site.store, second, shown).status == "dismissed"


def test_the_essentials_fit_without_scrolling(page: Page, site: Site) -> None:
    open_call(page)
    assert page.evaluate("document.documentElement.scrollHeight") <= 720
    for essential in ("#play", "#turn-0", ".finding.open .confirm", "#next-call"):
        box = page.locator(essential).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 720
        assert box["x"] + box["width"] <= 1280


def test_a_phone_scrolls_only_down(page: Page, site: Site) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    for path in ("/calls?stage=all", f"/calls/{site.call}"):
        page.goto(path)
        page.wait_for_selector("body[data-ready]")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_english_and_dark(page: Page, site: Site) -> None:
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="Appearance").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert sum(int(part) for part in dark[4:-1].split(",")) < 150
