"""The six sample calls as data: metadata, spoken lines and what an audit must find in each.

`samples.yaml` is the only source; recordings, `calls.jsonl` and `scripts.jsonl` are made from it.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from transcribe.transcript import Speaker

FOLDER = Path(__file__).parent
RECORDINGS = FOLDER / "recordings"
# The text of every call with the true times of its lines and its labels, in the call format.
SCRIPTS = FOLDER / "scripts.jsonl"
_PAUSE_S = 0.5  # between two speakers who listen to each other


@dataclass(frozen=True)
class Line:
    """One thing said; `pause` is the silence before it in seconds."""

    speaker: Speaker
    text: str
    pause: float


@dataclass(frozen=True)
class Recording:
    """The file a recorder would have made; `rate` in Hz, `bit_rate` (bit/s) of lossy codecs.

    `speech_db` and `noise_db` are levels (RMS, dBFS) of the speech and of the line's noise;
    `leak_db` is how loud each party is on the other's channel beside their own, None for not at
    all.
    """

    file: str
    codec: str
    rate: int
    channels: int
    bit_rate: int | None = None
    speech_db: float = -23  # a usual level on a recorder
    noise_db: float = -58  # audible line, far below the speech
    leak_db: float | None = None


@dataclass(frozen=True)
class Violation:
    """A rule that must be found, and the 0-based lines that show it."""

    rule: str
    lines: tuple[int, ...]


@dataclass(frozen=True)
class Expected:
    """All that may be found: a rule not named here must not be found."""

    violations: tuple[Violation, ...]
    alerts: tuple[str, ...]
    facts: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Sample:
    """One sample call; `call` holds its metadata in the call format, `voices` one per speaker."""

    title: str
    call: dict[str, Any]
    recording: Recording
    voices: dict[Speaker, str]
    lines: tuple[Line, ...]
    expected: Expected


def load_samples(path: Path = FOLDER / "samples.yaml") -> tuple[Sample, ...]:
    """Read the sample calls in the order of the file."""
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple(_sample(entry) for entry in raw)


def _sample(raw: dict[str, Any]) -> Sample:
    return Sample(
        title=raw["title"],
        call=raw["call"],
        recording=Recording(**raw["recording"]),
        voices=raw["voices"],
        lines=tuple(_line(line) for line in raw["lines"]),
        expected=_expected(raw["expected"]),
    )


def _line(raw: dict[str, Any]) -> Line:
    speaker: Speaker = "agent" if "agent" in raw else "customer"
    return Line(speaker, raw[speaker], raw.get("pause", _PAUSE_S))


def _expected(raw: dict[str, Any]) -> Expected:
    violations = (Violation(found["rule"], tuple(found["lines"])) for found in raw["violations"])
    return Expected(tuple(violations), tuple(raw["alerts"]), tuple(raw["facts"]))
