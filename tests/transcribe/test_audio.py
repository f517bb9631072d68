import struct
from pathlib import Path

import numpy as np
import pytest
from sounds import tone, write_sound

from transcribe.audio import RATE, check_recording, load_recording
from transcribe.problem import Problem

ENCODINGS = [
    ("call.wav", "pcm_alaw", 8000),
    ("call.mp3", "mp3", 8000),
    ("call.opus", "libopus", 16000),
    ("call.flac", "flac", 16000),
    ("call.m4a", "aac", 16000),
]


def code_of(path: Path) -> str:
    with pytest.raises(Problem) as caught:
        check_recording(path)
    assert caught.value.where == path.name
    assert caught.value.mend
    return caught.value.code


@pytest.mark.parametrize(("name", "codec", "rate"), ENCODINGS)
def test_both_channels_come_out_at_16_khz(tmp_path: Path, name: str, codec: str, rate: int) -> None:
    path = write_sound(tmp_path / name, [tone(3, 440, rate), tone(3, 880, rate)], codec, rate)
    before = path.read_bytes()

    recording = load_recording(path)

    assert recording.samples.dtype == np.float32
    assert recording.samples.shape[1] == pytest.approx(3 * RATE, abs=RATE // 10)
    one_second = recording.samples[:, RATE : 2 * RATE]
    assert np.abs(np.fft.rfft(one_second)).argmax(axis=1).tolist() == [440, 880]
    assert recording.info == check_recording(path)
    assert recording.info.channels == 2
    assert recording.info.duration_s == pytest.approx(3, abs=0.1)
    assert path.read_bytes() == before


def test_probe_tells_codec_and_rate_of_the_file(tmp_path: Path) -> None:
    info = check_recording(write_sound(tmp_path / "call.wav", [tone(1)], "pcm_alaw"))
    assert (info.channels, info.codec, info.sample_rate) == (1, "pcm_alaw", 8000)


@pytest.mark.parametrize(("name", "codec", "rate"), ENCODINGS)
def test_a_cut_file_is_refused(tmp_path: Path, name: str, codec: str, rate: int) -> None:
    path = write_sound(tmp_path / name, [tone(5, rate=rate)], codec, rate)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 7 // 10])
    # The index of an M4A stands at its end; without it nothing in the file can be read.
    assert code_of(path) == ("audio_unreadable" if name.endswith("m4a") else "audio_truncated")


@pytest.mark.parametrize("size", [0, 0xFFFFFFFF])
def test_a_wav_header_that_was_never_completed_is_no_cut(tmp_path: Path, size: int) -> None:
    path = write_sound(tmp_path / "call.wav", [tone(2)], "pcm_alaw")
    raw = path.read_bytes()
    at = raw.index(b"data") + 4
    path.write_bytes(raw[:at] + struct.pack("<I", size) + raw[at + 4 :])
    assert check_recording(path).duration_s == pytest.approx(2, abs=0.01)


def test_an_mp3_with_a_tag_at_its_end_is_whole(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "call.mp3", [tone(2)], "mp3")
    path.write_bytes(path.read_bytes() + b"TAG" + b"x" * 125)
    assert check_recording(path).duration_s == pytest.approx(2, abs=0.1)


def test_no_file(tmp_path: Path) -> None:
    assert code_of(tmp_path / "none.wav") == "audio_missing"


def test_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "call.wav").write_bytes(b"")
    assert code_of(tmp_path / "call.wav") == "audio_empty"


@pytest.mark.parametrize("name", ["notes.wav", "notes.mp3", "notes.opus"])
def test_text_that_is_named_like_sound(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("这不是录音。\n" * 50)
    assert code_of(tmp_path / name) == "audio_unreadable"


def test_zero_seconds(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "call.wav", [tone(1)], "pcm_alaw")
    raw = path.read_bytes()
    at = raw.index(b"data") + 4
    path.write_bytes(raw[:at] + struct.pack("<I", 0))
    assert code_of(path) == "audio_zero_length"


@pytest.mark.parametrize("level", [0.0, 0.0003])
def test_silence_and_idle_noise(tmp_path: Path, level: float) -> None:
    noise = np.random.default_rng(1).normal(0, 1, 16000).astype(np.float32) * np.float32(level)
    assert code_of(write_sound(tmp_path / "call.wav", [noise], "pcm_alaw")) == "audio_silent"


def test_a_picture_without_sound(tmp_path: Path) -> None:
    import av

    path = tmp_path / "call.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=5)
        stream.width = stream.height = 32
        frame = av.VideoFrame(32, 32, "yuv420p")
        for part in [*stream.encode(frame), *stream.encode(None)]:
            container.mux(part)
    assert code_of(path) == "audio_no_stream"


def test_three_tracks_are_not_guessed_at(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "call.mkv", [tone(1)] * 3, "flac", tracks=3)
    assert code_of(path) == "audio_tracks"


def test_a_codec_that_nobody_knows(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "call.wav", [tone(1)], "pcm_alaw")
    raw = path.read_bytes()
    at = raw.index(b"fmt ") + 8
    path.write_bytes(raw[:at] + struct.pack("<H", 0x133) + raw[at + 2 :])
    assert code_of(path) == "audio_codec"


def test_a_protected_track_is_told(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "call.m4a", [tone(1, rate=16000)], "aac", 16000)
    path.write_bytes(path.read_bytes().replace(b"mp4a", b"enca"))
    assert code_of(path) == "audio_encrypted"


@pytest.mark.parametrize(
    "name", ["call.wav", "call.mp3", "call.opus", "call.m4a", "call.amr", "call"]
)
def test_an_encrypted_file_is_no_sound(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(np.random.default_rng(2).bytes(50_000))
    assert code_of(tmp_path / name) == "audio_unreadable"


@pytest.mark.parametrize(("name", "codec"), [("call.mp3", "pcm_alaw"), ("call.opus", "flac")])
def test_a_wrong_ending_does_not_matter(tmp_path: Path, name: str, codec: str) -> None:
    made = write_sound(tmp_path / ("a.flac" if codec == "flac" else "a.wav"), [tone(2)], codec)
    info = check_recording(made.rename(tmp_path / name))
    assert (info.codec, info.duration_s) == (codec, 2)


def test_one_second_is_enough(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "call.wav", [tone(1), tone(1, 880)], "pcm_alaw")
    assert load_recording(path).samples.shape == (2, RATE)


def test_a_track_that_begins_later_is_heard_later(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "call.mkv", [tone(3), tone(3, 880)], "flac", tracks=2, late=0.5)
    left, right = np.abs(load_recording(path).samples)
    assert np.flatnonzero(left > 0.1)[0] == pytest.approx(0, abs=100)
    assert np.flatnonzero(right > 0.1)[0] == pytest.approx(RATE // 2, abs=100)
    assert len(left) == pytest.approx(3.5 * RATE, abs=100)
    assert left[3 * RATE + 100 :].max() == 0


NOISE = np.random.default_rng(3).normal(0, 0.002, (2, 24000)).astype(np.float32)  # -54 dBFS
SPEECH = tone(3) * np.repeat(np.random.default_rng(4).random(30), 800).astype(np.float32)
OTHER = tone(3, 880) * np.repeat(np.random.default_rng(5).random(30), 800).astype(np.float32)
SIDES = {
    "both parties on both": (SPEECH + OTHER, SPEECH + OTHER, None, True),
    "one side quieter": (0.6 * (SPEECH + OTHER), SPEECH + OTHER, (1,), True),
    "one side upside down": (SPEECH + OTHER, -SPEECH - OTHER, None, True),
    "a party a side": (SPEECH, OTHER, (0, 1), False),
    "leaking 20 dB down": (SPEECH + 0.1 * OTHER, OTHER + 0.1 * SPEECH, (0, 1), False),
    "only the one speaks, and leaks": (SPEECH, 0.1 * SPEECH, (0, 1), False),
    "the right is silent": (SPEECH, 0 * SPEECH, (0,), False),
    "the left is silent": (0 * SPEECH, SPEECH, (1,), False),
}


@pytest.mark.parametrize("name", SIDES)
@pytest.mark.parametrize(("file", "codec"), [("call.wav", "pcm_alaw"), ("call.mp3", "mp3")])
def test_what_is_on_the_sides(tmp_path: Path, name: str, file: str, codec: str) -> None:
    *voices, heard, alike = SIDES[name]
    noise = 0 * NOISE if "silent" in name else NOISE
    sides = [np.float32(0.5) * voice + hiss for voice, hiss in zip(voices, noise, strict=True)]
    info = check_recording(write_sound(tmp_path / file, sides, codec))
    assert info.alike == alike
    assert heard is None or info.heard == heard
