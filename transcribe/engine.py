"""What a speech recogniser is to the rest of the program, and the table of those there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol, cast

from transcribe.audio import Samples
from transcribe.problem import Problem
from transcribe.weights import Weights, find_weights

WINDOW_S = 28.0  # longest sound handed to an engine; Whisper hears 30 s at once


@dataclass(frozen=True, slots=True)
class Heard:
    """The smallest stretch an engine gives times for, in seconds of the window it was given.

    For Whisper this is a word or character; `confidence` in 0..1 is its mean token probability.
    """

    start: float
    end: float
    text: str
    confidence: float


class Engine(Protocol):
    """A loaded recogniser. `name` tells program, version and precision; it is kept with results.

    `digest` is the SHA-256 of the weights. The same samples and prompt always give the same answer.
    """

    name: str
    digest: str

    def recognise(self, samples: Samples, prompt: str) -> Sequence[Heard]:
        """Recognise Mandarin in one window: float32, shape (n,), 16 kHz, at most WINDOW_S long."""
        ...


class _EngineModule(Protocol):
    def load(self, weights: Weights) -> Engine: ...


# Name -> (Python package it needs, its module here), fastest first: one 28 s recording on two
# cores took faster-whisper int8 a quarter of openai-whisper's time.
ENGINES = {
    "faster-whisper": ("faster_whisper", "transcribe.engines.faster_whisper"),
    "openai-whisper": ("whisper", "transcribe.engines.openai_whisper"),
}


def load_engine(name: str = "auto", model: Path | None = None) -> Engine:
    """Load an engine by name, or with "auto" the fastest installed; `model` as in find_weights."""
    found = installed_engine(name)
    if found is None:
        wanted = list(ENGINES) if name == "auto" else [name]
        raise Problem(
            "engine_missing",
            f"the speech engine {' or '.join(wanted)} is not installed",
            mend=f"run: pip install {wanted[0]}",
        )
    _package, module = ENGINES[found]
    return cast(_EngineModule, import_module(module)).load(find_weights(model))


def installed_engine(name: str = "auto") -> str | None:
    """The engine that would be loaded under this name, None where it is not installed.

    Raises Problem `engine_unknown`.
    """
    wanted = list(ENGINES) if name == "auto" else [name]
    if not set(wanted) <= set(ENGINES):
        raise Problem(
            "engine_unknown",
            f"there is no speech engine called {name}",
            mend=f"choose auto or one of {', '.join(ENGINES)}",
        )
    return next((engine for engine in wanted if find_spec(ENGINES[engine][0])), None)
