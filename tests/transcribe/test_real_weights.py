"""Both engines on the weights inside the packages and on sound of real people."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from sounds import write_sound

from audit.evaluation.cer import ErrorCount, count_errors
from transcribe.engine import ENGINES, Engine, load_engine
from transcribe.engines import faster_whisper
from transcribe.run import transcribe_recording
from transcribe.weights import BASE_SHA256, find_weights

pytestmark = pytest.mark.weights

ROOT = Path(__file__).resolve().parents[2]
REAL = ROOT.parent / "shared" / "audio" / "real"
SAMPLES = ROOT / "audit" / "demo" / "recordings"

needs_real_clips = pytest.mark.skipif(
    not REAL.is_dir(), reason="the real clips (shared/audio/real) are not on this machine"
)


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Engine:
    return load_engine(request.param)


def text_of(path: Path, engine: Engine, **kwargs: str) -> str:
    turns = transcribe_recording(path, channels=None, engine=engine, **kwargs).turns
    return "".join(turn.text for turn in turns)


def test_engine_tells_its_name_and_weights(engine: Engine) -> None:
    assert engine.name.split()[0] in ENGINES
    assert engine.digest == BASE_SHA256


@needs_real_clips
def test_real_clips(engine: Engine) -> None:
    chosen = {"fr_IT0011W0001.wav", "fr_net.wav", "fr_aishell_0764W0121.wav", "funasr_example.wav"}
    with (REAL / "refs.tsv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["file"] in chosen]
    total = sum(
        (count_errors(row["reference"], text_of(REAL / row["file"], engine)) for row in rows),
        ErrorCount(0, 0),
    )
    assert total.characters > 40
    assert total.rate <= 0.1  # measured 0.02 to 0.05 by engine and prompt


def test_a_sample_call_has_its_turns_at_their_times(engine: Engine) -> None:
    with (SAMPLES.parent / "scripts.jsonl").open(encoding="utf-8") as file:
        script = next(call for call in map(json.loads, file) if call["call_id"] == "S003")
    heard = transcribe_recording(
        SAMPLES / "S003.opus", channels={"left": "agent", "right": "customer"}, engine=engine
    )
    assert [turn.speaker for turn in heard.turns] == [t["speaker"] for t in script["turns"]]
    starts = [turn["start"] for turn in script["turns"]]
    assert [turn.start for turn in heard.turns] == pytest.approx(starts, abs=0.3)
    wanted = "".join(turn["text"] for turn in script["turns"])
    assert count_errors(wanted, "".join(turn.text for turn in heard.turns)).rate <= 0.2
    for turn in heard.turns:
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


@needs_real_clips
def test_the_same_recording_gives_the_same_transcript(engine: Engine) -> None:
    clip = REAL / "fr_IT0011W0001.wav"
    first = transcribe_recording(clip, channels=None, engine=engine)
    assert first == transcribe_recording(clip, channels=None, engine=engine)


@needs_real_clips
def test_the_two_engines_agree_at_full_precision() -> None:
    float32 = faster_whisper.load(find_weights(), precision="float32")
    clip = REAL / "fr_aishell_0764W0121.wav"
    openai = text_of(clip, load_engine("openai-whisper"), prompt="")
    assert text_of(clip, float32, prompt="") == openai
