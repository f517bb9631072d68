"""What people say of a call in an evaluation set (`labels` of the call format)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from audit.callformat import RawCall
from transcribe.problem import Problem


@dataclass(frozen=True, slots=True)
class Labels:
    """`violations`: rule -> 0-based turns that show it (none for rules that rest on metadata).

    `ambiguous`: rules on which people could disagree for this call; they count neither way.
    `facts`: each with `type`, `turn` (or None) and what the type adds.
    """

    violations: Mapping[str, frozenset[int]]
    ambiguous: frozenset[str]
    alerts: frozenset[str]
    facts: tuple[Mapping[str, Any], ...]


def read_labels(call: RawCall) -> Labels:
    """The labels of one valid call; a Problem where it has none or they are malformed."""
    if call.fields.get("labels") is None:
        raise Problem(
            "no_labels",
            "the call has no labels, so nothing can be compared",
            where=call.where,
            mend="add labels, or use check",
        )
    try:
        raw = _Labels.model_validate(call.fields["labels"])
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        field = ".".join(str(part) for part in ("labels", *first["loc"]))
        raise Problem(
            "bad_labels", f"field {field!r}: {first['msg']}", where=call.where, mend="correct it"
        ) from error
    return _merged(raw)


class _Pair(BaseModel):
    rule: str
    turns: list[int]


class _Fact(BaseModel):
    model_config = ConfigDict(extra="allow")

    type: str
    turn: int | None = None


class _Labels(BaseModel):
    violations: list[_Pair]
    ambiguous: list[_Pair] = Field(default_factory=list)
    alerts: list[str] = Field(default_factory=list)
    facts: list[_Fact] = Field(default_factory=list)


def _merged(raw: _Labels) -> Labels:
    violations: dict[str, frozenset[int]] = {}
    for pair in raw.violations:
        violations[pair.rule] = violations.get(pair.rule, frozenset()).union(pair.turns)
    ambiguous = {pair.rule for pair in raw.ambiguous} - violations.keys()
    facts = tuple(fact.model_dump() for fact in raw.facts)
    return Labels(violations, frozenset(ambiguous), frozenset(raw.alerts), facts)
