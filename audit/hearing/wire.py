"""What parent and child say to each other: one JSON object a line."""

import json
from collections.abc import Mapping
from typing import Any

from transcribe.problem import Problem
from transcribe.transcript import Transcript, Turn


class HearingError(Exception):
    """The recognition failed in a way that another attempt may mend."""


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
        return json.dumps({"problem": parts})
    return json.dumps({"failed": f"{type(error).__name__}: {error}"})


def unpack(line: str) -> Transcript:
    """The answer; raises the Problem or HearingError that it carries."""
    answer: Mapping[str, Any] = json.loads(line)
    if "problem" in answer:
        code, what, where, mend = answer["problem"]
        raise Problem(code, what, where=where, mend=mend)
    if "failed" in answer:
        raise HearingError(answer["failed"])
    turns = tuple(Turn.from_dict(turn) for turn in answer["turns"])
    return Transcript(
        turns, answer["duration_s"], answer["engine"], answer["model_digest"], answer["confidence"]
    )
