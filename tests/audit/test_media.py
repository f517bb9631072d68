"""The playable sound and the waveform."""

import json
from pathlib import Path

import av
import handmade
import numpy as np
import pytest
from sounds import tone, write_sound

from audit import media
from audit.config import Settings
from audit.media import PEAKS_PER_SECOND, peaks, playable, prepare
from audit.recordings import Recordings
from audit.store import Recording
from transcribe.audio import load_recording
from transcribe.problem import Problem

SAMPLES = Path(__file__).parents[2] / "audit/demo/recordings"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data")


def kept(settings: Settings, name: str) -> Recording:
    """A sample recording, stored like intake stores it."""
    uri = Recordings(settings.recordings).put(SAMPLES / name, f"{name:a<64}")
    return Recording(sha256=f"{name:a<64}", uri=uri)


@pytest.mark.parametrize("name", ["S001.wav", "S002.mp3", "S003.opus", "S005.wav"])
def test_every_recorder_format_becomes_something_browsers_play(
    settings: Settings, name: str
) -> None:
    recording = kept(settings, name)
    original = (settings.data / "recordings" / recording.uri).read_bytes()
    file, kind = playable(settings, recording)
    assert kind == ("audio/ogg" if name.endswith("opus") else "audio/flac")
    with av.open(str(file)) as made, av.open(str(SAMPLES / name)) as given:
        assert made.streams.audio[0].channels == given.streams.audio[0].channels
        assert made.duration is not None  # a player needs the length before the end
    assert (settings.data / "recordings" / recording.uri).read_bytes() == original
    assert playable(settings, recording) == (file, kind)


def test_no_sample_is_lost_or_shifted(settings: Settings, tmp_path: Path) -> None:
    recording = handmade.add_recording(settings, tmp_path)
    file, _kind = playable(settings, recording)
    with av.open(str(tmp_path / "tones.wav")) as given, av.open(str(file)) as made:
        before, after = (
            np.concatenate([frame.to_ndarray().reshape(-1) for frame in sound.decode(audio=0)])
            for sound in (given, made)
        )
    assert np.array_equal(before, after)


def test_the_waveform_has_both_channels_on_time(settings: Settings, tmp_path: Path) -> None:
    shape = json.loads(peaks(settings, handmade.add_recording(settings, tmp_path)).read_text())
    left, right = (np.array(channel) for channel in shape["channels"])
    assert shape["duration_s"] == 24.0
    assert len(left) == len(right) == 24 * PEAKS_PER_SECOND
    assert left[: 3 * PEAKS_PER_SECOND].min() > 25  # 8000 of 32768 in steps of 256
    assert left[3 * PEAKS_PER_SECOND + 1 : 8 * PEAKS_PER_SECOND].max() == 0
    assert right[: 4 * PEAKS_PER_SECOND].max() == 0


TWO = {
    "call.alaw-8000-2": ("pcm_alaw", 1),
    "call.webm": ("libopus", 2),
    "call.mkv": ("flac", 2),
    "call.wma": ("wmav2", 1),
}


@pytest.mark.parametrize("name", TWO)
def test_what_plays_is_what_was_heard(settings: Settings, tmp_path: Path, name: str) -> None:
    codec, tracks = TWO[name]
    sounds = [tone(2, rate=48_000), np.zeros(96_000, np.float32)]
    rate = 8000 if "alaw" in name else 48_000
    file = write_sound(
        tmp_path / name, [s[:: 48_000 // rate] for s in sounds], codec, rate, tracks=tracks
    )
    recording = Recording(sha256="c" * 64, uri=Recordings(settings.recordings).put(file, "c" * 64))
    made, kind = playable(settings, recording)
    assert kind == "audio/flac"
    heard, played = load_recording(file), load_recording(made)
    assert played.info.channels == heard.info.channels == 2
    assert played.info.duration_s == heard.info.duration_s
    assert np.abs(played.samples - heard.samples).max() < 0.001
    shape = json.loads(peaks(settings, recording).read_text())
    left, right = (np.array(channel) for channel in shape["channels"])
    assert shape["duration_s"] == heard.info.duration_s
    assert left[5:-5].min() > 55  # half of full scale is 64
    assert right.max() < 5


def test_a_failure_leaves_nothing_half_done(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "text.wav").write_text("no sound")
    uri = Recordings(settings.recordings).put(tmp_path / "text.wav", "b" * 64)
    with pytest.raises(Problem):
        peaks(settings, Recording(sha256="b" * 64, uri=uri))
    assert list((settings.data / "media").iterdir()) == []


def test_what_takes_long_is_made_before_somebody_waits(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording = handmade.add_recording(settings, tmp_path)
    prepare(settings, recording)
    assert not (settings.data / "media").exists()  # 24 s: made in no time when it is opened
    monkeypatch.setattr(media, "LONG_S", 20)
    prepare(settings, recording)
    made = {file.name.partition(".")[2] for file in (settings.data / "media").iterdir()}
    assert made == {"flac", "peaks.json"}
