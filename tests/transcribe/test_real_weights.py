"""Both engines on the weights inside the packages and on sound of real people."""

import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import torch
from sounds import write_sound

from audit.evaluation.cer import count_errors
from transcribe.engine import WITH_WEIGHTS, Engine, load_engine
from transcribe.engines import faster_whisper
from transcribe.options import Options
from transcribe.run import transcribe_recording
from transcribe.transcript import Transcript
from transcribe.weights import BASE_SHA256

pytestmark = pytest.mark.weights

ROOT = Path(__file__).resolve().parents[2]
REAL = ROOT.parent / "shared" / "audio" / "real"
SAMPLES = ROOT / "audit" / "demo" / "recordings"

needs_real_clips = pytest.mark.skipif(
    not REAL.is_dir(), reason="the real clips (shared/audio/real) are not on this machine"
)


@pytest.fixture(scope="module", params=WITH_WEIGHTS)
def engine(request: pytest.FixtureRequest) -> Engine:
    return load(request.param)


@cache
def load(name: str) -> Engine:
    return load_engine(name)


@cache
def heard(clip: str, engine: Engine) -> Transcript:
    """A clip's transcript, recognised once: openai-whisper takes its time."""
    return transcribe_recording(REAL / clip, channels=None, engine=engine)


def text_of(transcript: Transcript) -> str:
    return "".join(turn.text for turn in transcript.turns)


def test_engine_tells_its_name_and_weights(engine: Engine) -> None:
    assert engine.name.split()[0] in WITH_WEIGHTS
    assert engine.digest == BASE_SHA256


@needs_real_clips
@pytest.mark.parametrize(
    ("clip", "reference", "edits"),
    [
        ("fr_net.wav", "我有的时候说不清楚你们知道吗", 0),
        ("fr_aishell_0764W0121.wav", "甚至出现交易几乎停滞的情况", 1),
    ],
)
def test_real_clips(engine: Engine, clip: str, reference: str, edits: int) -> None:
    assert count_errors(reference, text_of(heard(clip, engine))).edits <= edits


@needs_real_clips
def test_the_same_recording_gives_the_same_transcript(engine: Engine) -> None:
    again = transcribe_recording(REAL / "fr_net.wav", channels=None, engine=engine)
    assert again == heard("fr_net.wav", engine)


def test_the_converted_encoder_hears_what_the_original_hears() -> None:
    sound = np.random.default_rng(1).normal(0, 0.5, (1, 80, 3000)).astype(np.float32)
    original = faster_whisper.load(None, Options(precision="float32"))._pipeline.model
    wanted = np.array(original.encode(sound[0]))
    converted = load("openai-whisper")._model
    with torch.no_grad():
        got = converted.embed_audio(torch.from_numpy(sound)).numpy()
    assert np.abs(got - wanted).max() < 0.01 * np.abs(wanted).max()


def test_a_sample_call_has_its_turns_at_their_times() -> None:
    with (SAMPLES.parent / "scripts.jsonl").open(encoding="utf-8") as file:
        script = next(call for call in map(json.loads, file) if call["call_id"] == "S003")
    call = transcribe_recording(
        SAMPLES / "S003.opus",
        channels={"left": "agent", "right": "customer"},
        engine=load("faster-whisper"),
    )
    assert [turn.speaker for turn in call.turns] == [t["speaker"] for t in script["turns"]]
    starts = [turn["start"] for turn in script["turns"]]
    assert [turn.start for turn in call.turns] == pytest.approx(starts, abs=0.3)
    wanted = "".join(turn["text"] for turn in script["turns"])
    assert count_errors(wanted, "".join(turn.text for turn in call.turns)).rate <= 0.2
    for turn in call.turns:
        assert 0 < (turn.confidence or 0) <= 1
        assert turn.start - 0.5 <= turn.words[0].start <= turn.words[-1].end <= turn.end + 0.5


def test_noise_and_ringing_have_no_turns(engine: Engine, tmp_path: Path) -> None:
    rate = 8000
    moments = np.arange(12 * rate) / rate
    ringing = 0.3 * np.sin(2 * np.pi * 450 * moments) * (moments % 5 < 1)  # Chinese ringback tone
    noise = np.random.default_rng(1).normal(0, 0.02, len(moments))
    path = write_sound(
        tmp_path / "call.wav", [ringing.astype(np.float32), noise.astype(np.float32)], "pcm_alaw"
    )
    assert transcribe_recording(path, channels=None, engine=engine).turns == ()
