"""The sample recordings are what samples.yaml says, small, and sound like telephone calls."""

import json
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from specification import ALERTS, RULES

from audit.demo.samples import RECORDINGS, SCRIPTS, Sample, load_samples

SAMPLES = load_samples()
DECODERS = {"mp3": "mp3float"}  # PyAV names the decoder, samples.yaml the codec
each_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.call["call_id"])


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def decode(sample: Sample) -> tuple[str, int, np.ndarray[Any, Any]]:
    """Codec name, sample rate in Hz, and the sound as (channels, samples) in -1..1."""
    with av.open(str(RECORDINGS / sample.recording.file)) as source:
        stream = source.streams.audio[0]
        context = stream.codec_context
        resampler = av.AudioResampler("fltp", context.layout, context.sample_rate)
        pieces = [p for f in [*source.decode(stream), None] for p in resampler.resample(f)]
        sound = np.concatenate([piece.to_ndarray() for piece in pieces], axis=1)
        return context.name, context.sample_rate, sound


def test_the_six_calls_of_the_demo_in_order() -> None:
    assert [s.call["call_id"] for s in SAMPLES] == [f"S00{n}" for n in range(1, 7)]
    assert len({s.call["case_id"] for s in SAMPLES} | {s.call["phone"] for s in SAMPLES}) == 12


@each_sample
def test_a_recording_decodes_as_described(sample: Sample) -> None:
    codec, rate, sound = decode(sample)
    described = next(row for row in rows(RECORDINGS / "calls.jsonl")
                     if row["call_id"] == sample.call["call_id"])  # fmt: skip
    seconds = sound.shape[1] / rate
    assert codec == DECODERS.get(sample.recording.codec, sample.recording.codec)
    # Opus always decodes at 48 kHz, whatever went in
    assert rate == (48_000 if codec == "opus" else sample.recording.rate)
    assert sound.shape[0] == sample.recording.channels
    assert 25 <= seconds <= 45
    assert seconds == pytest.approx(described["duration_s"], abs=0.15)


@each_sample
def test_a_recording_is_loud_enough_unclipped_and_never_digital_silence(sample: Sample) -> None:
    _, rate, sound = decode(sample)
    frame = rate // 50
    for channel in sound:
        whole = channel[: len(channel) // frame * frame].reshape(-1, frame)
        levels = 20 * np.log10(np.sqrt(np.mean(whole**2, axis=1)) + 1e-9)
        assert np.abs(channel).max() < 0.99
        assert np.quantile(levels, 0.97) > -30  # dBFS, while somebody speaks
        assert -70 < np.quantile(levels, 0.1) < -50  # the line between the turns


@each_sample
def test_each_speaker_is_heard_on_the_channel_of_their_role(sample: Sample) -> None:
    if sample.recording.channels == 1:
        pytest.skip("mono: nobody knows who speaks")
    _, rate, sound = decode(sample)
    script = next(row for row in rows(SCRIPTS) if row["call_id"] == sample.call["call_id"])
    for turn in script["turns"]:
        power = np.mean(sound[:, int(turn["start"] * rate) : int(turn["end"] * rate)] ** 2, axis=1)
        heard = "agent" if power[0] > 100 * power[1] else "customer"
        assert heard == turn["speaker"], turn["text"]
        assert max(power) > 100 * min(power), turn["text"]  # 20 dB apart


def test_the_list_for_the_importer_matches_the_source() -> None:
    for sample, row in zip(SAMPLES, rows(RECORDINGS / "calls.jsonl"), strict=True):
        assert sample.call.items() <= row.items()
        assert row["audio"] == sample.recording.file
        stereo = {"left": "agent", "right": "customer"}
        assert row.get("channels") == (stereo if sample.recording.channels == 2 else None)
        assert not row.keys() & {"turns", "labels"}


def test_the_scripts_match_the_source() -> None:
    for sample, row in zip(SAMPLES, rows(SCRIPTS), strict=True):
        said = [(turn["speaker"], turn["text"]) for turn in row["turns"]]
        assert said == [(line.speaker, line.text) for line in sample.lines]
        found = {v["rule"]: tuple(v["turns"]) for v in row["labels"]["violations"]}
        assert found == {v.rule: v.lines for v in sample.expected.violations}
        assert tuple(row["labels"]["alerts"]) == sample.expected.alerts
        times = [at for turn in row["turns"] for at in (turn["start"], turn["end"])]
        assert times == sorted(times)
        assert times[-1] < row["duration_s"]


@each_sample
def test_expectations_name_known_rules_and_lines_of_the_agent(sample: Sample) -> None:
    assert 8 <= len(sample.lines) <= 14
    assert {v.rule for v in sample.expected.violations} <= RULES
    assert set(sample.expected.alerts) <= ALERTS
    shown = [line for violation in sample.expected.violations for line in violation.lines]
    assert all(sample.lines[line].speaker == "agent" for line in shown)


def test_everything_together_stays_small() -> None:
    folder = RECORDINGS.parent
    assert sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) < 3_000_000
