"""What a check says of a call: judgments with evidence, alerts, facts and measured quality."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple


class Outcome(StrEnum):
    """Three-valued, plus the case that a rule does not concern the call at all."""

    HIT = "hit"
    CLEAR = "clear"
    UNDECIDED = "undecided"
    NOT_APPLICABLE = "not_applicable"


class Layer(StrEnum):
    """Which way of finding found it."""

    __hash__ = str.__hash__  # what an enumeration has instead is a function of Python's, and slow

    WORDS = "words"
    DIALOGUE = "dialogue"
    MEANING = "meaning"
    METADATA = "metadata"
    SECOND_READER = "second_reader"


class Span(NamedTuple):
    """Evidence in one turn: characters [start, end) of that turn's original text."""

    turn: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Clause:
    """A regulation's clause behind a rule.

    `number` is as it is printed (第1033条, 5.6) and empty unless it was read in the text (mark V);
    `note` says what a reader of this very finding must know, e.g. that the call has no date.
    """

    regulation: str
    title: str
    number: str
    text: str
    mark: str
    note: str = ""

    def as_dict(self) -> dict[str, str]:
        return {
            "regulation": self.regulation,
            "title": self.title,
            "number": self.number,
            "text": self.text,
            "mark": self.mark,
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class Judgment:
    """One rule's answer about one call, ready to be stored and shown.

    `turns` are 0-based and sorted; `quotes` has one verbatim passage for each of them;
    `confidence` in 0..1 is the machine's own and no probability before issue 3 calibrates it.
    A `doubtful` one is undecided with evidence: something was found, not surely enough for a hit.
    """

    rule: str
    rule_version: int
    outcome: Outcome
    severity: str
    reason: str
    turns: tuple[int, ...] = ()
    quotes: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    found_by: tuple[Layer, ...] = ()
    confidence: float = 0.0
    clauses: tuple[Clause, ...] = ()
    doubtful: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Exactly the keys that the command line promises."""
        return {
            "rule": self.rule,
            "outcome": self.outcome.value,
            "turns": list(self.turns),
            "quotes": list(self.quotes),
            "found_by": [layer.value for layer in self.found_by],
            "confidence": round(self.confidence, 3),
            "reason": self.reason,
            "clauses": [clause.as_dict() for clause in self.clauses],
            "severity": self.severity,
        }


@dataclass(frozen=True, slots=True)
class Alert:
    """Makes somebody look at the call soon; no violation of the collector."""

    name: str
    turns: tuple[int, ...]
    quotes: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        return {"name": self.name, "turns": list(self.turns), "quotes": list(self.quotes)}


@dataclass(frozen=True, slots=True)
class Fact:
    """Something said that the business needs: promise_to_pay, refusal, callback, new_contact.

    `values` holds what the type adds: `amount` (yuan), `date` or `time` (ISO 8601), `number`.
    """

    type: str
    turn: int
    values: Mapping[str, Any]

    def as_dict(self) -> dict[str, Any]:
        return {"type": self.type, "turn": self.turn, **self.values}


@dataclass(frozen=True, slots=True)
class CallResult:
    """Everything the checks say of one call. Same call, same pack: the same result.

    `by_meaning` is false where the meaning layer could not take part.
    """

    call_id: str
    pack_digest: str
    judgments: tuple[Judgment, ...]
    alerts: tuple[Alert, ...]
    facts: tuple[Fact, ...]
    quality: Mapping[str, float | None]
    by_meaning: bool = True
