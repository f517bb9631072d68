from pathlib import Path

import numpy as np
import pytest
from sounds import tone, write_sound

from transcribe.audio import check_recording
from transcribe.headerless import Form, parse_form
from transcribe.problem import Problem


@pytest.mark.parametrize(
    ("ending", "form"),
    [
        (".al", Form("alaw")),
        ("ULAW", Form("mulaw")),
        ("alaw-6000", Form("alaw", 6000)),
        (".s16le-16000-2", Form("s16le", 16000, 2)),
        (".g723", Form("g723_1")),
        (".g726_24", Form("g726_24")),
    ],
)
def test_endings_that_tell_a_form(ending: str, form: Form) -> None:
    assert parse_form(ending) == form


@pytest.mark.parametrize(
    "ending", ["", ".wav", ".json", "alaw-8", "alaw-8000-3", "g729-16000", "-"]
)
def test_endings_that_tell_none(ending: str) -> None:
    assert parse_form(ending) is None


def test_what_has_a_header_is_believed(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "call.wav", [tone(2, rate=16000)], "pcm_s16le", 16000)
    info = check_recording(path.rename(tmp_path / "call.al"))
    assert (info.codec, info.sample_rate, info.duration_s) == ("pcm_s16le", 16000, 2)


NOT_SOUND = {
    "text": "这不是录音，是别的。Not sound.\n".encode() * 99,
    "random": np.random.default_rng(1).bytes(1 << 17),  # as encrypted or packed data look
}


@pytest.mark.parametrize("content", NOT_SOUND)
@pytest.mark.parametrize("ending", ["alaw", "mulaw"])
def test_data_called_like_sound_is_refused(tmp_path: Path, ending: str, content: str) -> None:
    path = tmp_path / f"call.{ending}"
    path.write_bytes(NOT_SOUND[content])
    with pytest.raises(Problem, match="text or encrypted data") as caught:
        check_recording(path)
    assert caught.value.code == "audio_unreadable"


@pytest.mark.parametrize("level", [0.003, 0.3, 0.9])
@pytest.mark.parametrize("ending", ["alaw", "mulaw"])
def test_noise_of_any_loudness_is_sound(tmp_path: Path, ending: str, level: float) -> None:
    noise = np.random.default_rng(1).normal(0, level, 1 << 17).clip(-1, 1).astype(np.float32)
    assert check_recording(write_sound(tmp_path / f"c.{ending}", [noise], f"pcm_{ending}"))


@pytest.mark.parametrize("silence", [0x55, 0xD5, 0x7F, 0xFF])
def test_codes_of_silence_are_told_as_silence(tmp_path: Path, silence: int) -> None:
    path = tmp_path / ("call.al" if silence in (0x55, 0xD5) else "call.ul")
    path.write_bytes(bytes([silence]) * 80_000)
    with pytest.raises(Problem) as caught:
        check_recording(path)
    assert caught.value.code == "audio_silent"


@pytest.mark.parametrize("ending", ["raw", "bin", "dat", "pcm", "sw", "ub", "v3", "vox"])
def test_no_form_is_guessed(tmp_path: Path, ending: str) -> None:
    path = write_sound(tmp_path / "call.alaw", [tone(2)], "pcm_alaw")
    with pytest.raises(Problem, match="needs audio_format") as caught:
        check_recording(path.rename(tmp_path / f"call.{ending}"))
    assert caught.value.code == "audio_unreadable"
