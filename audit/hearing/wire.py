"""What parent and child say to each other: one JSON object a line."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from transcribe.options import Options, Server
from transcribe.problem import PassingProblem, Problem
from transcribe.transcript import Transcript, Turn


class HearingError(Exception):
    """The recognition failed in a way that another attempt may mend."""


class FullError(HearingError):
    """The child had not enough memory; what it still holds is in the next recording's way."""


@dataclass(frozen=True, slots=True)
class Setup:
    """The child's first line: what it loads, and the most memory in MB that it may take.

    Through a pipe and not as arguments, which everybody on the machine can read: it may hold a key.
    """

    engine: str
    model: Path | None
    options: Options
    memory_mb: int | None = None

    def pack(self) -> str:
        return json.dumps(asdict(self), default=str)

    @classmethod
    def unpack(cls, line: str) -> "Setup":
        fields = json.loads(line)
        options, server = fields["options"], fields["options"]["server"]
        options = Options(**{**options, "server": Server(**server) if server else None})
        model = Path(fields["model"]) if fields["model"] else None
        return cls(fields["engine"], model, options, fields["memory_mb"])


def pack_transcript(transcript: Transcript) -> str:
    return json.dumps(
        {
            "turns": [turn.as_dict() for turn in transcript.turns],
            "duration_s": transcript.duration_s,
            "engine": transcript.engine,
            "model_digest": transcript.model_digest,
            "confidence": transcript.confidence,
        }
    )


def pack_error(error: Exception) -> str:
    if isinstance(error, Problem):
        parts = [error.code, error.what, error.where, error.mend]
        return json.dumps({"problem": parts, "passing": isinstance(error, PassingProblem)})
    if out_of_memory(error):
        return json.dumps({"full": f"there was not enough memory ({type(error).__name__})"})
    return json.dumps({"failed": f"{type(error).__name__}: {error}"})


def out_of_memory(error: Exception) -> bool:
    """CTranslate2, PyTorch and CUDA each say it in their own words."""
    said = str(error).lower()
    words = ("out of memory", "can't allocate memory", "bad_alloc", "failed to allocate memory")
    return isinstance(error, MemoryError) or any(word in said for word in words)


def unpack(line: str) -> Transcript:
    """The answer; raises the Problem or HearingError that it carries."""
    answer: Mapping[str, Any] = json.loads(line)
    if "problem" in answer:
        code, what, where, mend = answer["problem"]
        kind = PassingProblem if answer["passing"] else Problem
        raise kind(code, what, where=where, mend=mend)
    if "full" in answer:
        raise FullError(answer["full"])
    if "failed" in answer:
        raise HearingError(answer["failed"])
    turns = tuple(Turn.from_dict(turn) for turn in answer["turns"])
    return Transcript(
        turns, answer["duration_s"], answer["engine"], answer["model_digest"], answer["confidence"]
    )
