"""What was said, by whom, when: the plain data that every other part reads.

The shape of `as_dict` is the `turns` array of the call format; all times are seconds from the
start of the recording.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

Speaker = Literal["agent", "customer", "unknown"]
SPEAKERS: tuple[Speaker, ...] = ("agent", "customer", "unknown")


@dataclass(frozen=True, slots=True)
class Word:
    """One recognised word with its times in seconds."""

    start: float
    end: float
    text: str

    def as_dict(self) -> dict[str, Any]:
        return {"start": self.start, "end": self.end, "text": self.text}


@dataclass(frozen=True, slots=True)
class Primed:
    """A word that was written only because the recogniser was told of it (transcribe/guard.py).

    `heard` is what the same sound was written as without that; it may be empty.
    """

    text: str
    heard: str

    def as_dict(self) -> dict[str, Any]:
        return {"text": self.text, "heard": self.heard}


@dataclass(frozen=True, slots=True)
class Turn:
    """One stretch of speech by one speaker; `confidence` in 0..1 where an engine gave one.

    `energy_db` is the turn's mean loudness where the recorder tells it, in decibels on its own
    scale. No finding may rest on the words in `primed` alone. `voice` names whose voice it is, A or
    B, where voices were told apart on one channel.
    """

    speaker: Speaker
    start: float
    end: float
    text: str
    confidence: float | None = None
    words: tuple[Word, ...] = ()
    energy_db: float | None = None
    primed: tuple[Primed, ...] = ()
    voice: str = ""

    def as_dict(self) -> dict[str, Any]:
        out: dict[str, Any] = {
            "speaker": self.speaker,
            "start": self.start,
            "end": self.end,
            "text": self.text,
        }
        if self.confidence is not None:
            out["confidence"] = self.confidence
        if self.words:
            out["words"] = [word.as_dict() for word in self.words]
        if self.energy_db is not None:
            out["energy_db"] = self.energy_db
        if self.primed:
            out["primed"] = [word.as_dict() for word in self.primed]
        if self.voice:
            out["voice"] = self.voice
        return out

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any]) -> "Turn":
        """Build from a validated mapping; unknown keys are ignored here and kept by the caller."""
        words = tuple(
            Word(float(w["start"]), float(w["end"]), str(w["text"])) for w in raw.get("words") or ()
        )
        primed = tuple(Primed(str(w["text"]), str(w["heard"])) for w in raw.get("primed") or ())
        confidence, energy = raw.get("confidence"), raw.get("energy_db")
        return cls(
            cast(Speaker, raw["speaker"]),
            float(raw["start"]),
            float(raw["end"]),
            str(raw["text"]),
            None if confidence is None else float(confidence),
            words,
            None if energy is None else float(energy),
            primed,
            str(raw.get("voice") or ""),
        )


@dataclass(frozen=True, slots=True)
class Transcript:
    """All turns of one recording in time order, and what produced them.

    `engine` and `model_digest` (SHA-256 of the weights) are empty for an imported transcript;
    `confidence` is the mean over turns weighted by their length, None where no engine ran.
    """

    turns: tuple[Turn, ...]
    duration_s: float
    engine: str = ""
    model_digest: str = ""
    confidence: float | None = None
