"""The course of a call as shapes: rates, silences, interruptions."""

import handmade
from flask.testing import FlaskClient

from audit.review.marks import Segment
from audit.review.page import TurnView
from audit.store import Store
from web.calls.course import LANE, WIDTH, course


def turn(index: int, speaker: str, start: float, end: float, text: str) -> TurnView:
    return TurnView(index, speaker, start, end, [Segment(text)], [])


def test_bars_silences_and_who_cut_in() -> None:
    made = course(
        [
            turn(0, "agent", 0, 10, "字" * 40 + "，。"),
            turn(1, "customer", 18, 28, "字" * 80),
            turn(2, "agent", 26, 40, "字" * 14),
        ]
    )
    assert made is not None
    slow, full, cutting = made.bars
    assert (slow.rate, slow.height, slow.y) == (240, LANE / 2, LANE / 2)  # marks are not spoken
    assert (full.rate, full.height, full.y) == (480, LANE, LANE)
    assert (full.x, full.width) == (WIDTH * 18 / 40, WIDTH * 10 / 40)
    assert [bar.cuts for bar in made.bars] == [False, False, True]
    assert cutting.rate == 60
    assert made.silences == [(WIDTH * 10 / 40, WIDTH * 8 / 40, 8)]


def test_ordinary_turns_cut_nothing_off() -> None:
    made = course([turn(0, "customer", 0, 5, "好"), turn(1, "agent", 4.8, 9, "好")])
    assert made is not None
    assert not any(bar.cuts for bar in made.bars)
    assert made.silences == []


def test_nothing_said_has_no_course() -> None:
    assert course([]) is None
    assert course([turn(0, "agent", 0, 0, "好")]) is None


def test_the_page_draws_it(store: Store, inspector: FlaskClient) -> None:
    call = handmade.add_call(store, "A1")
    page = inspector.get(f"/calls/{call}").text
    assert page.count('<rect class="agent" data-turn=') == 3
    assert "点一轮即播放" in page
