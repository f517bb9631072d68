"""What a call of the interchange format must look like, and the sentence when it does not."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, cast

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from checks.call import CalledParty
from transcribe.headerless import parse_form
from transcribe.problem import Problem
from transcribe.transcript import Speaker

_SURROGATE = re.compile("[\ud800-\udfff]")


def check_fields(fields: Any, where: str) -> Mapping[str, Any]:
    """Validate one call's mapping and hand it back unchanged; `where` names its place.

    Raises Problem `not_an_object`, `missing_field`, `bad_field`, `bad_text` or `no_content`.
    """
    if not isinstance(fields, dict):
        raise Problem(
            "not_an_object", "a call must be a JSON object", where=where, mend="write {…} a line"
        )
    _refuse_half_characters(fields, where)
    try:
        _Call.model_validate(fields)
    except ValidationError as error:
        raise _problem(error, where) from error
    if fields.get("turns") is None and fields.get("audio") is None:
        raise Problem(
            "no_content",
            "the call has neither 'audio' nor 'turns'",
            where=where,
            mend="add one of them",
        )
    return fields


def _problem(error: ValidationError, where: str) -> Problem:
    """The first thing wrong with a call, by field; never the value, which may be personal."""
    first = error.errors(include_input=False, include_url=False)[0]
    field = _name(first["loc"])
    if first["type"] == "missing":
        return Problem("missing_field", f"field '{field}' is missing", where=where, mend="add it")
    complaint = first["msg"].removeprefix("Value error, ")
    return Problem("bad_field", f"field '{field}': {complaint}", where=where, mend="correct it")


def _refuse_half_characters(fields: Any, where: str) -> None:
    """JSON can write half of a character, which nothing can print, store or match.

    Without recursion: fields that we do not know may be nested as deep as they like.
    """
    open_: list[tuple[tuple[str | int, ...], Any]] = [((), fields)]
    while open_:
        path, value = open_.pop()
        if isinstance(value, dict):
            open_ += [((*path, "a name"), name) for name in value]
            open_ += [((*path, name), part) for name, part in value.items()]
        elif isinstance(value, list):
            open_ += [((*path, index), part) for index, part in enumerate(value)]
        elif isinstance(value, str) and _SURROGATE.search(value):
            raise Problem(
                "bad_text",
                f"field '{_name(path)}' holds half of a surrogate pair, which is no character",
                where=where,
                mend="write the whole pair, or the character itself in UTF-8",
            )


def _name(path: Iterable[str | int]) -> str:
    """A field as people write it, `turns[0].text`; printable whatever it is made of."""
    name = ""
    for part in path:
        name += f"[{part}]" if isinstance(part, int) else f".{part}" if name else part
    return _SURROGATE.sub("?", name)


def _is_time(value: str) -> str:
    hint = "must be ISO 8601 with offset, such as 2026-03-02T10:15:00+08:00"
    try:
        time = datetime.fromisoformat(value)
        time.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(hint) from error
    offset = time.utcoffset()
    if offset is None or offset.total_seconds() % 60:
        raise ValueError(hint)
    return value


def _is_form(value: str) -> str:
    if parse_form(value) is None:
        msg = "must name a form of sound without a header, such as alaw-8000-2 (docs/formats.md)"
        raise ValueError(msg)
    return value


class _Part(BaseModel):
    """Types are taken as written: "12" is no number and 12 no text. Null is the same as absent."""

    model_config = ConfigDict(extra="allow", strict=True, allow_inf_nan=False)


class _Word(_Part):
    start: float
    end: float
    text: str


class _Primed(_Part):
    text: str = Field(min_length=1)
    heard: str


class _Turn(_Part):
    speaker: Speaker
    start: float = Field(ge=0)
    end: float
    text: str
    confidence: float | None = None
    words: list[_Word] | None = None
    energy_db: float | None = None
    primed: list[_Primed] | None = None
    voice: str | None = None

    @model_validator(mode="after")
    def _forwards(self) -> "_Turn":
        if self.end < self.start:
            msg = "'end' lies before 'start'"
            raise ValueError(msg)
        return self


class _Agent(_Part):
    id: str | None = None
    name: str | None = None
    team: str | None = None


class _Debtor(_Part):
    name: str | None = None


def _in_order(turns: list[_Turn] | None) -> list[_Turn] | None:
    for index in range(1, len(turns or ())):
        if cast(list[_Turn], turns)[index].start < cast(list[_Turn], turns)[index - 1].start:
            msg = f"turn {index} starts before turn {index - 1}; write turns in time order"
            raise ValueError(msg)
    return turns


class _Call(_Part):
    call_id: str = Field(min_length=1)
    started_at: Annotated[str, AfterValidator(_is_time)]
    duration_s: float | None = Field(default=None, ge=0)
    direction: Literal["outbound", "inbound"] | None = None
    agent: _Agent | None = None
    case_id: str | None = None
    client: str | None = None
    agency: str | None = None
    phone: str | None = None
    called_party: CalledParty | None = None
    debtor: _Debtor | None = None
    debt: dict[str, Any] | None = None
    callback_requested: bool | None = None
    audio: str | None = Field(default=None, min_length=1)
    audio_format: Annotated[str, AfterValidator(_is_form)] | None = None
    channels: dict[Literal["left", "right"], Speaker] | None = None
    turns: Annotated[list[_Turn] | None, AfterValidator(_in_order)] = None
    labels: dict[str, Any] | None = None
