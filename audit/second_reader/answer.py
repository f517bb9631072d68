"""The only thing that the second reader can say, and how it is held to what it was shown."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

# Plain types only: servers differ in which bounds of a schema they can enforce. `Answer` has them.
SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["answer", "evidence", "confidence", "why"],
    "properties": {
        "answer": {"type": "string", "enum": ["yes", "no", "unsure"]},
        "evidence": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["turn", "quote"],
                "properties": {"turn": {"type": "integer"}, "quote": {"type": "string"}},
            },
        },
        "confidence": {"type": "number"},
        "why": {"type": "string"},
    },
}


class WrongFormError(Exception):
    """The answer is none. Its text says what is wrong and repeats nothing of the answer."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class Evidence(_Part):
    """A passage of one shown turn, character by character."""

    turn: int
    quote: str = Field(min_length=2, max_length=500)


class Answer(_Part):
    """Whether the shown turns break the rule; `confidence` in 0..1 is the model's own word."""

    answer: Literal["yes", "no", "unsure"]
    evidence: tuple[Evidence, ...] = Field(max_length=20)
    confidence: float = Field(ge=0, le=1)
    why: str = Field(max_length=1000)


def read_answer(content: str, shown: Mapping[int, str]) -> Answer:
    """Read the model's text; `shown` is what it saw, by turn. Raises WrongFormError."""
    try:
        answer = Answer.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        known = [str(part) for part in first["loc"] if part in _PLACES or isinstance(part, int)]
        raise WrongFormError(f"{'.'.join(known) or 'answer'}: {first['type']}") from None
    if answer.answer == "yes" and not answer.evidence:
        raise WrongFormError("yes without evidence")
    for evidence in answer.evidence:
        if evidence.turn not in shown:
            raise WrongFormError("names a turn that was not shown")
        if evidence.quote not in shown[evidence.turn]:
            raise WrongFormError("the quote does not stand in the turn that it names")
    return answer


_PLACES = frozenset({*Answer.model_fields, *Evidence.model_fields})
