"""Spoken calls on one channel: how they are laid out and judged."""

import wave
from pathlib import Path

import numpy as np
import pytest

from audit.evaluation.spoken.mono import as_markdown, told
from audit.evaluation.spoken.onechannel import one_channel, write
from transcribe.audio import RATE, load_recording


def turn(speaker: str, start: float, end: float) -> dict[str, object]:
    side = {"agent": "left", "customer": "right"}.get(speaker, "")
    return {"speaker": speaker, "start": start, "end": end, "channel": side}


SAID = [turn("agent", 1, 3), turn("customer", 4, 5)]


def row(tmp_path: Path) -> dict[str, object]:
    at = np.arange(6 * RATE) / RATE
    spoken = np.array([(at >= turn["start"]) & (at < turn["end"]) for turn in SAID])
    with wave.open(str(tmp_path / "call.wav"), "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes((spoken * np.sin(2800 * at) * 16000).T.astype("<i2").tobytes())
    return {"audio": "call.wav", "turns": SAID}


def loud(sound: np.ndarray) -> list[float]:
    """Where the sound begins and ends, in seconds, every tenth looked at."""
    frames = np.abs(sound[: len(sound) // 1600 * 1600]).reshape(-1, 1600).max(axis=1) > 0.2
    return [float(at) / 10 for at in np.flatnonzero(np.diff(frames, prepend=0, append=0))]


def test_both_sides_come_onto_one_channel(tmp_path: Path) -> None:
    sound, said = one_channel(row(tmp_path), tmp_path, None)
    assert (sound.shape, said) == ((6 * RATE,), SAID)
    assert loud(sound) == pytest.approx([1, 3, 4, 5], abs=0.11)


@pytest.mark.parametrize(("pause", "second"), [(0.5, 2.6), (-0.4, 1.7)])
def test_turns_can_be_moved_together(tmp_path: Path, pause: float, second: float) -> None:
    sound, said = one_channel(row(tmp_path), tmp_path, pause)
    starts = [turn["start"] for turn in said]
    assert starts == pytest.approx([0.5 if pause > 0 else 0.1, second + (0.4 if pause > 0 else 0)])
    assert loud(sound)[-1] == pytest.approx(said[-1]["end"], abs=0.11)
    write(tmp_path / "one.wav", sound)
    assert load_recording(tmp_path / "one.wav").samples == pytest.approx(sound[None], abs=1e-3)


@pytest.mark.parametrize(
    ("heard", "how"),
    [
        (turn("agent", 1.1, 3.2), "right"),
        (turn("agent", 2.5, 5), "wrong"),
        (turn("unknown", 1, 3), "unknown"),
        (turn("agent", 5.2, 5.9), ""),
    ],
)
def test_a_turn_is_his_who_speaks_most_of_it(heard: dict[str, object], how: str) -> None:
    assert told(SAID, heard) == how


def test_the_table_counts_turns_and_time() -> None:
    turns = [turn("agent", 1, 3), turn("agent", 4, 5), turn("agent", 5.5, 6)]
    voices = {"agent": "zf_a", "customer": "zm_b"}
    shown = as_markdown([{"call_id": "C1", "voices": voices, "said": SAID, "turns": turns}])
    assert "| C1 | zf_a | zm_b | 2 | 1 | 1 | 0 |" in shown
    assert "right 50.0% of turns (66.7% of their time)" in shown
