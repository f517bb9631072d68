"""What a speech recogniser is to the rest of the program, and the table of those there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol, cast

from transcribe.audio import Samples
from transcribe.options import Options
from transcribe.problem import Problem

WINDOW_S = 28.0  # longest sound handed to an engine; Whisper hears 30 s at once


@dataclass(frozen=True, slots=True)
class Heard:
    """The smallest stretch an engine gives times for, in seconds of the window it was given.

    For Whisper this is a word or character; `confidence` in 0..1 is its mean token probability,
    None where the engine gives none.
    """

    start: float
    end: float
    text: str
    confidence: float | None


class Engine(Protocol):
    """A loaded recogniser. `name` tells program, version and precision; it is kept with results.

    `digest` is the SHA-256 of the weights, "" where they are elsewhere. Weights on this machine
    give the same samples and prompt always the same answer.
    """

    name: str
    digest: str
    window_s: float
    """How much sound is packed into one window, at most WINDOW_S; 0 for each utterance alone."""

    def recognise(self, samples: Samples, prompt: str) -> Sequence[Heard]:
        """Recognise Mandarin in one window: float32, shape (n,), 16 kHz, at most WINDOW_S long."""
        ...


class _EngineModule(Protocol):
    def load(self, model: Path | None, options: Options) -> Engine: ...

    def device(self, options: Options) -> str: ...


@dataclass(frozen=True, slots=True)
class _Kind:
    """The Python package an engine needs, its name in a registry, and its module here."""

    package: str
    install: str
    module: str


ENGINES = {
    "faster-whisper": _Kind(
        "faster_whisper", "faster-whisper", "transcribe.engines.faster_whisper"
    ),
    "openai-whisper": _Kind("whisper", "openai-whisper", "transcribe.engines.openai_whisper"),
    "sherpa-onnx": _Kind("sherpa_onnx", "sherpa-onnx", "transcribe.engines.sherpa"),
    "server": _Kind("httpx", "httpx", "transcribe.engines.server"),
}
# What "auto" chooses from: those whose weights come along. Fastest first: one 28 s recording on two
# cores took faster-whisper int8 a quarter of openai-whisper's time.
WITH_WEIGHTS = ("faster-whisper", "openai-whisper")


def load_engine(
    name: str = "auto", model: Path | None = None, options: Options | None = None
) -> Engine:
    """Load an engine by name, or with "auto" the fastest installed; `model` as in its file."""
    found = installed_engine(name)
    if found is None:
        wanted = _wanted(name)
        raise Problem(
            "engine_missing",
            f"the speech engine {' or '.join(wanted)} is not installed",
            mend=f"run: pip install {ENGINES[wanted[0]].install}",
        )
    return _module(found).load(model, options or Options())


def installed_engine(name: str = "auto") -> str | None:
    """The engine that would be loaded under this name, None where it is not installed.

    Raises Problem `engine_unknown`.
    """
    wanted = _wanted(name)
    if not set(wanted) <= set(ENGINES):
        raise Problem(
            "engine_unknown",
            f"there is no speech engine called {name}",
            mend=f"choose auto or one of {', '.join(ENGINES)}",
        )
    return next((engine for engine in wanted if find_spec(ENGINES[engine].package)), None)


def device_of(engine: str, options: Options) -> str:
    """Where an installed engine would run: cpu, cuda, or the address of a server."""
    return _module(engine).device(options)


def _wanted(name: str) -> tuple[str, ...]:
    return WITH_WEIGHTS if name == "auto" else (name,)


def _module(engine: str) -> _EngineModule:
    return cast(_EngineModule, import_module(ENGINES[engine].module))
