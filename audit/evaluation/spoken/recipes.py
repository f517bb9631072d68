"""Ways to hear a recording that are measured side by side: ours, and those of the programs."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from audit.evaluation.spoken.rows import CHANNELS, Row
from transcribe.audio import Samples, load_recording
from transcribe.clean import simplified
from transcribe.engine import load_engine
from transcribe.run import transcribe_recording
from transcribe.weights import find_weights

Turns = list[dict[str, Any]]
Recipe = Callable[[Path, Row], Turns]
"""Hears the recording of a call; turns of the call format with their `channel`, in time order."""
Segments = Callable[[Samples], list[tuple[float, float, str]]]
_COMMAND_LINE = {"beam_size": 5, "best_of": 5}  # defaults of `whisper`, not of its function


def ours(engine: str, **options: Any) -> Recipe:
    """The product's own pipeline; `options` as in `transcribe_recording`."""
    loaded = load_engine(engine)

    def hear(path: Path, call: Row) -> Turns:
        found = transcribe_recording(path, channels=call["channels"], engine=loaded, **options)
        return [turn.as_dict() | {"channel": CHANNELS[turn.speaker]} for turn in found.turns]

    return hear


def program(load: Callable[[], Segments]) -> Recipe:
    """A program at its own settings, told of nothing but the language, on each side by itself."""
    segments = load()

    def hear(path: Path, _call: Row) -> Turns:
        samples = load_recording(path).samples
        found = [
            _turn(speaker, segment)
            for speaker, side in zip(CHANNELS, samples, strict=True)
            for segment in segments(side)
        ]
        return sorted(found, key=lambda turn: float(turn["start"]))

    return hear


def _turn(speaker: str, segment: tuple[float, float, str]) -> dict[str, Any]:
    start, end, text = segment
    told = {"speaker": speaker, "start": start, "end": end, "text": simplified(text)}
    return told | {"channel": CHANNELS[speaker]}


def _faster_whisper(compute_type: str = "default", **options: Any) -> Segments:
    """Left to itself it computes in float32 on a processor, as it does not know float16 there."""
    from faster_whisper import WhisperModel

    model = WhisperModel(
        str(find_weights().path), device="cpu", compute_type=compute_type, local_files_only=True
    )

    def hear(samples: Samples) -> list[tuple[float, float, str]]:
        return [
            (segment.start, segment.end, segment.text)
            for segment in model.transcribe(samples, language="zh", **options)[0]
        ]

    return hear


def _openai_whisper() -> Segments:
    """As its command line hears: beam 5, and 5 tries where a temperature is needed."""
    model = load_engine("openai-whisper")._model  # type: ignore[attr-defined]  # the same weights

    def hear(samples: Samples) -> list[tuple[float, float, str]]:
        found = model.transcribe(samples, language="zh", fp16=False, **_COMMAND_LINE)["segments"]
        return [(part["start"], part["end"], part["text"]) for part in found]

    return hear


RECIPES: Mapping[str, Callable[[], Recipe]] = {
    "ours": partial(ours, "faster-whisper"),
    "ours, no words told": partial(ours, "faster-whisper", prompt=""),
    "ours, openai-whisper": partial(ours, "openai-whisper"),
    "faster-whisper": partial(program, _faster_whisper),
    "faster-whisper, int8": partial(program, partial(_faster_whisper, "int8")),
    "faster-whisper, int8, its VAD": partial(
        program, partial(_faster_whisper, "int8", vad_filter=True)
    ),
    "openai-whisper": partial(program, _openai_whisper),
}
