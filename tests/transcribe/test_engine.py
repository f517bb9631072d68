import numpy as np
import pytest

from transcribe import engine
from transcribe.engine import ENGINES, installed_engine, load_engine
from transcribe.engines.faster_whisper import _Filters
from transcribe.problem import Problem


def test_an_unknown_engine_names_those_there_are() -> None:
    with pytest.raises(Problem, match=r"called siri.*faster-whisper, openai-whisper") as caught:
        load_engine("siri")
    assert caught.value.code == "engine_unknown"


@pytest.mark.parametrize("name", ["auto", *ENGINES])
def test_a_missing_engine_says_what_to_install(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "find_spec", lambda package: None)
    with pytest.raises(Problem, match="not installed; run: pip install") as caught:
        load_engine(name)
    assert caught.value.code == "engine_missing"


@pytest.mark.parametrize(
    ("installed", "chosen"),
    [
        ({"faster_whisper", "whisper"}, "faster-whisper"),
        ({"whisper"}, "openai-whisper"),
        (set(), None),
    ],
)
def test_auto_takes_the_fastest_installed(
    installed: set[str], chosen: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "find_spec", lambda package: package in installed or None)
    assert installed_engine() == chosen
    assert installed_engine("openai-whisper") == (chosen and "openai-whisper")


def test_faster_whisper_refuses_a_pt_file(tmp_path) -> None:
    (tmp_path / "base.pt").write_bytes(b"x")
    with pytest.raises(Problem, match="choose --engine openai-whisper"):
        load_engine("faster-whisper", tmp_path / "base.pt")


def test_mel_filters_without_blas_give_the_plain_product() -> None:
    rng = np.random.default_rng(1)
    filters, power = rng.random((80, 201), np.float32), rng.random((201, 50), np.float32)
    product = filters.view(_Filters) @ power
    assert type(product) is np.ndarray
    assert np.allclose(product, filters @ power)
