"""From written calls over recordings to heard ones, with a voice and a recogniser that stand in."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from loudness import Loudness

from audit.demo.kokoro import RATE, Sound
from audit.evaluation.spoken import compare, hear
from audit.evaluation.spoken.rows import add_row, whole_rows
from audit.evaluation.spoken.speak import speak
from audit.evaluation.spoken.wording import pieces
from transcribe import vad
from transcribe.audio import RATE as HEARD_RATE
from transcribe.audio import Samples, load_recording
from transcribe.engine import Heard
from transcribe.problem import Problem


class Hum:
    """Says every text as a second of a tone in the telephone band; remembers who said what."""

    def __init__(self) -> None:
        self.said: list[tuple[str, str]] = []

    def say(self, text: str, voice: str, speed: float) -> Sound:
        self.said.append((text, voice))
        return np.sin(np.arange(RATE) / RATE * 2 * np.pi * 1000).astype(np.float32)


class Parrot:
    """Hears 您好 in the middle of every window."""

    name, digest = "parrot 1", "00"
    window_s = 28.0

    def recognise(self, samples: Samples, prompt: str) -> Sequence[Heard]:
        middle = len(samples) / HEARD_RATE / 2
        return [Heard(middle - 0.1, middle + 0.1, "您好", 0.9)]


@pytest.fixture
def loud_is_speech(monkeypatch: pytest.MonkeyPatch) -> None:
    """The voice detector knows that a tone is no speech."""
    monkeypatch.setattr(vad, "Silero", Loudness)


def call(call_id: str, *turns: tuple[str, float, float, str]) -> dict[str, Any]:
    told = [dict(zip(("speaker", "start", "end", "text"), turn, strict=True)) for turn in turns]
    labels = {"violations": [{"rule": "threat", "turns": [len(turns) - 1]}]}
    return {"call_id": call_id, "started_at": "2026-03-02T10:15:00+08:00", "turns": told,
            "labels": labels}  # fmt: skip


TWO = [
    call("T1", ("agent", 0, 1, "您好"), ("customer", 1.5, 2, "您好"), ("agent", 3, 4, "上门找你")),
    call("T2", ("agent", 0, 1, "您好"), ("customer", 1, 2, "……"), ("unknown", 2.5, 3, "您好")),
]


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    path = tmp_path / "calls.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in TWO), encoding="utf-8")
    return path


def test_a_call_becomes_a_telephone_recording_with_true_times(calls: Path, tmp_path: Path) -> None:
    hum = Hum()
    speak(calls, tmp_path, hum, 0)
    first, second = whole_rows(tmp_path / "written.jsonl")
    times = [(turn["start"], turn["end"], turn["channel"]) for turn in first["turns"]]
    # the pauses of the written call; the first has at least 0.2 s of open line before it
    assert times == [(0.2, 1.2, "left"), (1.7, 2.7, "right"), (3.7, 4.7, "left")]
    assert first["channels"] == {"left": "agent", "right": "customer"}
    assert first["labels"] == TWO[0]["labels"]
    samples = load_recording(tmp_path / first["audio"]).samples
    assert len(samples) == 2
    for start, end, channel in times:
        sound = samples[:, int((start + 0.1) * HEARD_RATE) : int((end - 0.1) * HEARD_RATE)]
        power = np.square(sound).mean(axis=1)
        assert power.argmax() == ("left", "right").index(channel)
    # nothing can be said of …, and whoever is unknown answers the last one who spoke
    assert [turn["channel"] for turn in second["turns"]] == ["left", "right", "left"]
    assert second["turns"][1]["start"] == second["turns"][1]["end"] == 1.2
    assert second["turns"][2]["speaker"] == "unknown"


def test_a_leak_is_heard_on_the_other_side_and_only_there(calls: Path, tmp_path: Path) -> None:
    def tail_power(leak_db: float | None, name: str) -> float:
        speak(calls, tmp_path / name, Hum(), 0, leak_db)
        first = next(whole_rows(tmp_path / name / "written.jsonl"))
        left, right = load_recording(tmp_path / name / first["audio"]).samples
        talk = slice(int(3.8 * HEARD_RATE), int(4.6 * HEARD_RATE))  # the agent's last turn
        return float(10 * np.log10(np.square(right[talk]).mean() / np.square(left[talk]).mean()))

    assert tail_power(-20, "leaking") == pytest.approx(-20, abs=1)
    assert tail_power(None, "dry") < -20


def test_both_sides_have_a_voice_of_their_own(calls: Path, tmp_path: Path) -> None:
    hum = Hum()
    speak(calls, tmp_path, hum, 0)
    agent, customer, again = (voice for _text, voice in hum.said[:3])
    assert agent == again != customer


def test_the_same_seed_gives_the_same_sound(calls: Path, tmp_path: Path) -> None:
    for name, seed in (("a", 0), ("b", 0), ("c", 1)):
        speak(calls, tmp_path / name, Hum(), seed)
    audio = next(whole_rows(tmp_path / "a" / "written.jsonl"))["audio"]
    a, b, c = ((tmp_path / name / audio).read_bytes() for name in "abc")
    assert a == b != c


def test_what_is_done_is_skipped(
    calls: Path, tmp_path: Path, loud_is_speech: None, capsys: pytest.CaptureFixture[str]
) -> None:
    speak(calls, tmp_path, Hum(), 0)
    assert hear.hear(tmp_path, Parrot()) == 0
    assert "heard 2 of 2: T2" in capsys.readouterr().err
    again = Hum()
    speak(calls, tmp_path, again, 0)
    assert hear.hear(tmp_path, Parrot()) == 0
    assert again.said == []
    assert capsys.readouterr().err == ""
    assert len(list(whole_rows(tmp_path / "heard.jsonl"))) == 2


def test_calls_are_heard_with_their_labels(
    calls: Path, tmp_path: Path, loud_is_speech: None
) -> None:
    speak(calls, tmp_path, Hum(), 0)
    hear.hear(tmp_path, Parrot())
    first, second = whole_rows(tmp_path / "heard.jsonl")
    assert {turn["text"] for turn in first["turns"]} == {"您好"}
    assert first["engine"] == "parrot 1"
    assert first["labels"]["violations"][0]["turns"] == [len(first["turns"]) - 1]
    assert "unknown" in {turn["speaker"] for turn in second["turns"]}


def test_a_recording_that_cannot_be_heard_does_not_stop_the_others(
    calls: Path, tmp_path: Path, loud_is_speech: None, capsys: pytest.CaptureFixture[str]
) -> None:
    speak(calls, tmp_path, Hum(), 0)
    first, second = whole_rows(tmp_path / "written.jsonl")
    (tmp_path / first["audio"]).write_bytes(b"nothing")
    assert hear.hear(tmp_path, Parrot()) == 1
    assert first["audio"] in capsys.readouterr().err
    assert [row["call_id"] for row in whole_rows(tmp_path / "heard.jsonl")] == [second["call_id"]]


def test_what_was_lost_is_told(calls: Path, tmp_path: Path, loud_is_speech: None) -> None:
    speak(calls, tmp_path, Hum(), 0)
    hear.hear(tmp_path, Parrot())
    told = CliRunner().invoke(compare.main, [str(tmp_path), "--pairs"])
    assert told.exit_code == 0, told.output
    assert told.stdout.splitlines()[0].startswith("| calls | CER agent | CER customer | macro F1")
    calls_told, voices_told = told.stdout.splitlines()[-2:]
    assert calls_told.startswith("2 calls, heard by parrot 1; rule pack ")
    assert voices_told.startswith("CER by voice: z")
    lines = (tmp_path / "pairs.tsv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "said\theard"
    assert "您好\t您好" in lines


def test_a_line_that_a_kill_cut_short_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    assert list(whole_rows(path)) == []
    add_row(path, {"call_id": "逾期"})
    path.write_bytes(path.read_bytes() + b'{"call_id": "cut')
    assert list(whole_rows(path)) == [{"call_id": "逾期"}]
    add_row(path, {"call_id": "2"})
    assert list(whole_rows(path)) == [{"call_id": "逾期"}, {"call_id": "2"}]


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '"x"',
        '{"call_id": "T"}',
        '{"turns": [{}]}',
        '{"call_id": "T", "turns": []}',
        '{"call_id": "T", "turns": [{"speaker": "agent", "text": "您好"}]}',
        '{"call_id": "T", "turns": [{"speaker": "agent", "text": "……", "start": 0, "end": 1}]}',
    ],
)
def test_lines_that_are_no_calls_are_told(line: str, tmp_path: Path) -> None:
    path = tmp_path / "calls.jsonl"
    path.write_text(json.dumps(TWO[0]) + "\n" + line + "\n", encoding="utf-8")
    with pytest.raises(Problem, match=r"calls\.jsonl line 2"):
        speak(path, tmp_path / "out", Hum(), 0)
    assert not (tmp_path / "out" / "written.jsonl").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("您好。请问是张先生吗？", ["您好。请问是张先生吗？"]),
        ("……", []),
        ("", []),
        ("……喂？", ["喂？"]),
        ("打13800000000", ["打一三八零零零零零零零零"]),
        ("还3500元", ["还3500元"]),
        ("逾期" * 30 + "，" + "还款" * 20, ["逾期" * 30 + "，", "还款" * 20]),
        ("催" * 100, ["催" * 80, "催" * 20]),
    ],
)
def test_pieces_that_a_voice_can_say(text: str, said: list[str]) -> None:
    assert pieces(text) == said
