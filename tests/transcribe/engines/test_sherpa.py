"""The real sherpa-onnx package on tiny models of the real kinds; no real weights are at hand."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from transcribe import engine as engines
from transcribe.audio import RATE, Samples
from transcribe.engine import Engine, Heard, load_engine
from transcribe.engines.sherpa import _heard
from transcribe.options import Options
from transcribe.problem import Problem
from transcribe.vad import find_speech

MODELS = Path(__file__).parent / "sherpa_models"


def load(model: Path | None) -> Engine:
    pytest.importorskip("sherpa_onnx")
    return load_engine("sherpa-onnx", model, Options(threads=1))


@pytest.fixture
def two_tones() -> Samples:
    """Loud from 0.5 to 1.5 and from 2.5 to 3.5 of 4 s."""
    moments = np.arange(4 * RATE) / RATE
    loud = (moments % 2 >= 0.5) & (moments % 2 < 1.5)
    return (0.3 * np.sin(2 * np.pi * 300 * moments) * loud).astype(np.float32)


def test_sense_voice_gives_words_and_their_times(two_tones: Samples) -> None:
    engine = load(MODELS / "sense-voice")
    find_speech(two_tones)  # the voice detector's onnxruntime lives in the same process
    heard = engine.recognise(two_tones, "催收")
    assert [piece.text for piece in heard] == ["您", "您"]
    assert [piece.start for piece in heard] == pytest.approx([0.5, 2.5], abs=0.1)
    assert all(0 <= piece.start < piece.end <= 4 for piece in heard)
    assert engine.name.endswith("sense-voice")
    assert len(engine.digest) == 64
    assert engine.recognise(0 * two_tones, "") == []
    assert engine.recognise(two_tones, "") == heard, "the prompt changes nothing"


def test_paraformer_without_times_spreads_its_words(two_tones: Samples) -> None:
    engine = load(MODELS / "paraformer" / "model.onnx")
    assert engine.recognise(two_tones, "") == [Heard(0, 2, "您", None), Heard(2, 4, "好", None)]
    assert engine.name.endswith("paraformer")


@pytest.mark.parametrize(
    ("missing", "told"),
    [("model.onnx", "no model.int8.onnx or model.onnx here"), ("tokens.txt", "no tokens.txt here")],
)
def test_a_missing_file_is_named(tmp_path: Path, missing: str, told: str) -> None:
    folder = tmp_path / "model"
    shutil.copytree(MODELS / "paraformer", folder)
    (folder / missing).unlink()
    with pytest.raises(Problem, match=told) as caught:
        load(folder)
    assert caught.value.code == "model_missing"


def test_another_kind_of_model_is_refused_before_it_ends_the_process(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"\x08\x08 some other model")
    (tmp_path / "tokens.txt").write_text("a 0\n", encoding="utf-8")
    with pytest.raises(Problem, match="neither SenseVoice nor Paraformer") as caught:
        load(tmp_path)
    assert caught.value.code == "model_unreadable"


def test_no_model_and_no_package_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Problem, match="sherpa-onnx has no model; set model"):
        load(None)
    monkeypatch.setattr(engines, "find_spec", lambda package: None)
    with pytest.raises(Problem, match="run: pip install sherpa-onnx"):
        load_engine("sherpa-onnx", MODELS / "paraformer")


def test_marks_of_word_pieces_and_probabilities() -> None:
    heard = _heard(["▁ok", "lo@@"], [0.1, 9.0], [0.0, -1.0], 2.0)
    assert [piece.text for piece in heard] == [" ok", "lo"]
    assert [(piece.start, piece.end) for piece in heard] == [(0.1, 2.0), (2.0, 2.0)]
    assert [piece.confidence for piece in heard] == pytest.approx([1.0, 0.368], abs=0.001)
