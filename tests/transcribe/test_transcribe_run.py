"""The whole way from a file to turns, with a recogniser that writes what it is told."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from loudness import Loudness
from sounds import tone, write_sound

from transcribe import run, vad
from transcribe.audio import RATE, Samples
from transcribe.engine import Heard
from transcribe.problem import Problem
from transcribe.run import transcribe_recording
from transcribe.told import COLLECTION_WORDS
from transcribe.transcript import Primed, Turn
from transcribe.vad import find_speech
from transcribe.voices.campplus import CamPlusPlus, Embeddings
from transcribe.voices.listen import Voices

SIDES = {"left": "agent", "right": "customer"}


class Parrot:
    """Says 您好 in the middle of every window."""

    name, digest = "parrot 1", "00"
    window_s = 28.0

    def __init__(self) -> None:
        self.prompts: list[str] = []

    def recognise(self, samples: Samples, prompt: str) -> Sequence[Heard]:
        self.prompts.append(prompt)
        middle = len(samples) / RATE / 2
        return [Heard(middle - 0.1, middle + 0.1, "您好", 0.9)]


@pytest.fixture
def tone_is_speech(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take what is loud for speech: the voice detector knows that tones are none."""
    monkeypatch.setattr(vad, "Silero", Loudness)


def sides(first: float, second: float, seconds: float = 6) -> list[np.ndarray]:
    """Two channels in which one second of tone starts at `first` and `second`."""
    out = []
    for at in (first, second):
        channel = np.zeros(int(seconds * 8000), np.float32)
        channel[int(at * 8000) : int((at + 1) * 8000)] = tone(1)
        out.append(channel)
    return out


@pytest.mark.usefixtures("tone_is_speech")
def test_each_side_has_its_speaker_and_times(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "call.wav", sides(3, 1), "pcm_alaw")
    transcript = transcribe_recording(path, channels=SIDES, engine=Parrot())
    assert [(turn.speaker, turn.text) for turn in transcript.turns] == [
        ("customer", "您好"),
        ("agent", "您好"),
    ]
    assert [turn.start for turn in transcript.turns] == pytest.approx([1, 3], abs=0.04)  # a frame
    assert [turn.end for turn in transcript.turns] == pytest.approx([2, 4], abs=0.04)  # a frame
    assert (transcript.engine, transcript.model_digest) == ("parrot 1", "00")
    assert (transcript.confidence, transcript.duration_s) == (0.9, 6)


@pytest.mark.usefixtures("tone_is_speech")
def test_without_roles_nobody_is_named(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "call.wav", sides(1, 3), "pcm_alaw")
    transcript = transcribe_recording(path, channels=None, engine=Parrot())
    assert [turn.speaker for turn in transcript.turns] == ["unknown", "unknown"]


@pytest.mark.usefixtures("tone_is_speech")
@pytest.mark.parametrize("copies", [1, 2])
def test_mono_and_mono_stored_twice_are_heard_once(tmp_path: Path, copies: int) -> None:
    path = write_sound(tmp_path / "call.wav", sides(1, 1)[:copies], "pcm_alaw")
    transcript = transcribe_recording(path, channels=SIDES, engine=Parrot())
    assert [turn.speaker for turn in transcript.turns] == ["unknown"]


@pytest.mark.usefixtures("tone_is_speech")
@pytest.mark.parametrize(("channels", "speaker"), [(SIDES, "customer"), (None, "unknown")])
def test_of_a_silent_side_nothing_is_recognised(
    tmp_path: Path, channels: dict[str, str] | None, speaker: str
) -> None:
    _left, right = sides(1, 3)
    path = write_sound(tmp_path / "call.wav", [0 * right, right], "pcm_alaw")
    engine = Parrot()
    (turn,) = transcribe_recording(path, channels=channels, engine=engine).turns
    assert (turn.speaker, len(engine.prompts)) == (speaker, 1)
    assert turn.start == pytest.approx(3, abs=0.04)


@pytest.mark.usefixtures("tone_is_speech")
def test_the_prompt_reaches_the_engine(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "call.wav", sides(1, 1)[:1], "pcm_alaw")
    engine = Parrot()
    transcribe_recording(path, channels=None, engine=engine, prompt="工号")
    transcribe_recording(path, channels=None, engine=engine)
    assert engine.prompts == ["工号", COLLECTION_WORDS]


class Suggestible:
    """Hears a shopping mall, and a visit once it is told of visits."""

    name, digest = "suggestible 1", "00"
    window_s = 28.0

    def recognise(self, samples: Samples, prompt: str) -> Sequence[Heard]:
        middle = len(samples) / RATE / 2
        return [Heard(middle - 0.1, middle + 0.1, "上门" if prompt else "商场", 0.9)]


@pytest.mark.usefixtures("tone_is_speech")
def test_a_deciding_word_that_only_the_prompt_brought_up_is_marked(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "call.wav", sides(1, 1)[:1], "pcm_alaw")
    (turn,) = transcribe_recording(path, channels=None, engine=Suggestible()).turns
    assert turn.primed == (Primed("上门", "商场"),)
    assert Turn.from_dict(turn.as_dict()) == turn


class Overtold:
    """Repeats a word that it was told in place of what is said, as Whisper base did once."""

    name, digest = "overtold 1", "00"
    window_s = 28.0

    def recognise(self, samples: Samples, prompt: str) -> Sequence[Heard]:
        middle = len(samples) / RATE / 2
        return [Heard(middle - 0.1, middle + 0.1, "贷" if prompt else "祸倒没有", 0.9)]


@pytest.mark.usefixtures("tone_is_speech")
def test_a_window_that_the_prompt_swallowed_is_heard_without_it(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "call.wav", sides(1, 1)[:1], "pcm_alaw")
    (turn,) = transcribe_recording(path, channels=None, engine=Overtold()).turns
    assert turn.text == "祸倒没有"


def test_an_unknown_role_is_refused(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "call.wav", sides(1, 3), "pcm_alaw")
    with pytest.raises(Problem, match=r"call\.wav: channels name boss") as caught:
        transcribe_recording(path, channels={"left": "boss"}, engine=Parrot())
    assert caught.value.code == "channels_unknown"


def test_the_voice_detector_finds_no_speech_in_tones_noise_and_silence() -> None:
    noise = np.random.default_rng(1).normal(0, 0.05, 5 * RATE).astype(np.float32)
    for sound in (tone(5, 450, RATE), noise, np.zeros(5 * RATE, np.float32)):
        assert find_speech(sound) == []


class Levels(CamPlusPlus):
    """Takes loud sound for one voice and soft sound for another."""

    def __init__(self) -> None:
        pass

    def embed(self, pieces: Sequence[Samples]) -> Embeddings:
        rows = [(1, 0.4 if np.abs(piece).max() > 0.4 else -0.4) for piece in pieces]
        return np.array(rows, np.float32) / np.hypot(1, 0.4).astype(np.float32)


@pytest.mark.usefixtures("tone_is_speech")
def test_voices_on_one_channel_are_heard_as_the_pieces_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "listener", lambda: Voices(Levels()))
    silence = np.zeros(2 * 8000, np.float32)
    sound = [part for level in (1, 0.3, 1, 0.3) for part in (level * tone(3), silence)]
    path = write_sound(tmp_path / "call.wav", [np.concatenate(sound)], "pcm_alaw")
    turns = transcribe_recording(path, channels=None, engine=Alone()).turns
    assert [(turn.voice, turn.text) for turn in turns] == [(voice, "上门") for voice in "ABAB"]
    assert all(turn.primed for turn in turns)


class Alone(Suggestible):
    """One that hears every utterance by itself."""

    window_s = 0.0
