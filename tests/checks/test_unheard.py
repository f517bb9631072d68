"""What was not heard may have been said: rules about what is missing stay open then."""

from dataclasses import replace
from datetime import datetime

import pytest

from checks.call import Call
from checks.judgment import Judgment
from checks.rulepack import load_pack
from checks.run import check_call
from transcribe.transcript import Speaker, Turn

TALK: tuple[tuple[Speaker, str], ...] = (
    ("agent", "微定泰规约公号及一期"),
    ("customer", "是我你说"),
    ("agent", "您的贷款逾期二十天了一共五千块"),
    ("customer", "知道了"),
    ("agent", "请尽快处理"),
    ("customer", "嗯"),
    ("agent", "那先这样"),
)


def judged(rule: str, confidence: float | None, at: int = 0) -> Judgment:
    """By words alone, with this confidence of one turn and a good one of the others."""
    turns = tuple(
        Turn(speaker, n * 5.0, n * 5.0 + 4, text, confidence if n == at else 0.9)
        for n, (speaker, text) in enumerate(TALK)
    )
    started = datetime.fromisoformat("2026-03-02T10:15:00+08:00")
    result = check_call(Call("x", turns, started_at=started), replace(load_pack(), reader=None))
    return next(judgment for judgment in result.judgments if judgment.rule == rule)


@pytest.mark.parametrize("rule", ["identity_disclosure", "recording_notice"])
def test_a_turn_that_was_heard_badly_may_hold_what_is_missing(rule: str) -> None:
    badly = judged(rule, 0.34)
    assert badly.outcome == "undecided"
    assert "没有听清" in badly.reason


def test_only_the_opening_counts() -> None:
    assert judged("recording_notice", 0.34, at=6).outcome == "hit"


@pytest.mark.parametrize("rule", ["identity_disclosure", "recording_notice"])
@pytest.mark.parametrize("confidence", [None, 0.8])
def test_what_was_heard_well_or_written_is_judged(rule: str, confidence: float | None) -> None:
    assert judged(rule, confidence).outcome == "hit"
