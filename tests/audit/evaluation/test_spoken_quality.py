"""How well calls were heard, in figures."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from audit.evaluation.spoken import quality
from audit.evaluation.spoken.figures import figures

VOICES = {"agent": "zf", "customer": "zm"}


def turn(channel: str, start: float, end: float, text: str) -> dict[str, Any]:
    return {"channel": channel, "start": start, "end": end, "text": text}


SAID = {
    "call_id": "T1",
    "audio": "T1.wav",
    "voices": VOICES,
    "turns": [
        turn("left", 0.2, 2.0, "您的还款逾期了，还款"),
        turn("right", 2.5, 3.5, "知道了"),
        turn("left", 4.0, 6.0, "再见"),
    ],
}
HEARD = {
    "call_id": "T1",
    "turns": [
        turn("left", 0.3, 2.0, "您的还款一七了海款"),
        turn("right", 0.3, 2.0, "逾期"),  # leaked from the other side
        turn("right", 2.5, 3.5, "知道了"),
        turn("left", 4.4, 6.0, "再见"),
    ],
}


def test_figures() -> None:
    told = figures([SAID], [HEARD])
    assert (told.errors["left"].edits, told.errors["left"].characters) == (3, 11)
    assert told.errors["left zf"] == told.errors["left"]
    assert told.errors["right"].edits == 2
    assert told.words == (1, 3)
    assert (told.right, told.turns) == (3, 4)
    assert sorted(told.starts_s) == pytest.approx([0, 0.1, 0.4])
    assert 0.1 < told.late_s <= 0.4


def test_nothing_heard_is_all_wrong() -> None:
    told = figures([SAID], [{"call_id": "T1", "turns": []}])
    assert told.errors["left"].rate == 1
    assert (told.late_s, told.turns) == (0, 0)


def test_what_was_heard_before_is_not_heard_again(tmp_path: Path) -> None:
    (tmp_path / "written.jsonl").write_text(json.dumps(SAID) + "\n", encoding="utf-8")
    (tmp_path / "heard-ours.jsonl").write_text(json.dumps(HEARD) + "\n", encoding="utf-8")
    told = CliRunner().invoke(quality.main, [str(tmp_path), "--recipe", "ours"])
    assert told.exit_code == 0, told.output
    assert "| ours | 0.273 | 0.667 | 1/3 | 0.34 s | 0.750 |" in told.output
    assert "| zf | 0.273 |" in told.output
