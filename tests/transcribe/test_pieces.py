"""Cutting while decoding gives, to the sample, what cutting the whole recording gives."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from faster_whisper.vad import VadOptions, get_speech_timestamps
from hypothesis import given, settings
from hypothesis import strategies as st
from loudness import Loudness
from sounds import pieces_at

from transcribe import vad
from transcribe.audio import RATE, Samples, load_recording
from transcribe.channels import sides
from transcribe.crosstalk import reduce_crosstalk
from transcribe.engine import WINDOW_S
from transcribe.pieces import Piece, cut_speech
from transcribe.silero import FRAME
from transcribe.vad import Span, find_speech

SAMPLES = Path(__file__).parents[2] / "audit/demo/recordings"


def reference(samples: Samples) -> list[Span]:
    """The spans as faster-whisper finds them in a whole channel, with our settings."""
    options = VadOptions(
        threshold=0.35,
        min_silence_duration_ms=300,
        speech_pad_ms=0,
        min_speech_duration_ms=100,
        max_speech_duration_s=WINDOW_S - 1,
    )
    found = get_speech_timestamps(samples, options, sampling_rate=RATE)
    return [Span(int(part["start"]), int(part["end"])) for part in found]


def told(pieces: list[Piece]) -> list[tuple[Span, Span]]:
    return [(piece.span, piece.cut) for piece in pieces]


@pytest.mark.parametrize("file", sorted(SAMPLES.glob("S*.*")), ids=lambda path: path.name)
def test_the_sample_calls_are_cut_as_when_they_were_held_in_memory(file: Path) -> None:
    recording = load_recording(file)
    whole = recording.samples
    if len(whole) == 2:
        whole = reduce_crosstalk(whole)
    pieces = list(cut_speech(sides(file, recording.info)))
    for number, samples in enumerate(whole):
        got = [piece for channel, piece in pieces if channel == number]
        want = pieces_at(reference(samples), samples)
        assert len(want) >= 5
        assert told(got) == told(want)
        assert all(np.array_equal(a.samples, b.samples) for a, b in zip(got, want, strict=True))


class Given:
    """A detector whose chances are written in the sound itself."""

    def chances(self, samples: Samples) -> np.ndarray:
        return samples[::FRAME]


LEVELS = st.sampled_from([0.9, 0.9, 0.3, 0.3, 0.0])  # speech, neither, pause


@settings(deadline=None, max_examples=50)  # the machine may be busy
@given(st.lists(st.tuples(LEVELS, st.integers(1, 400)), max_size=12), st.integers(0, 511))
def test_spans_are_those_of_the_library(runs: list[tuple[float, int]], rest: int) -> None:
    chances = np.array([level for level, frames in runs for _ in range(frames)], np.float32)
    sound = np.append(np.repeat(chances, FRAME), np.zeros(rest, np.float32))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vad, "Silero", Given)
        patch.setattr("faster_whisper.vad.get_vad_model", lambda: lambda padded: padded[::FRAME])
        assert find_speech(sound) == reference(sound)


@settings(deadline=None, max_examples=50)  # the machine may be busy
@given(
    st.lists(st.tuples(st.booleans(), st.integers(200, 60_000)), max_size=12),
    st.lists(st.integers(500, 50_000), min_size=1, max_size=5),
)
def test_pieces_do_not_depend_on_the_blocks(runs: list[tuple[bool, int]], sizes: list[int]) -> None:
    parts = [np.full(length, 0.5 if loud else 0.0, np.float32) for loud, length in runs]
    sound = np.concatenate([np.zeros(0, np.float32), *parts])

    def blocks() -> Iterator[Samples]:
        at = 0
        while at < len(sound):
            for size in sizes:
                yield sound[np.newaxis, at : at + size]
                at += size

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vad, "Silero", Loudness)
        got = [piece for _channel, piece in cut_speech(blocks())]
        want = pieces_at(find_speech(sound), sound)
    assert told(got) == told(want)
    assert all(np.array_equal(a.samples, b.samples) for a, b in zip(got, want, strict=True))
