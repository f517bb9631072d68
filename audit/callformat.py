"""The call interchange format: lines in, validated calls or clear problems out.

JSON Lines, UTF-8, one call a line; unknown fields are kept. One module for intake, check and
evaluate, so that all three accept and refuse the same lines.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from audit.callshape import check_fields
from audit.imports import as_call
from checks.call import Call, CalledParty, Contact
from transcribe.problem import Problem
from transcribe.transcript import Turn


@dataclass(frozen=True, slots=True)
class RawCall:
    """One valid line: `fields` is the complete mapping as it came; `line` counts from 1."""

    fields: Mapping[str, Any]
    file: str
    line: int

    @property
    def call_id(self) -> str:
        return cast(str, self.fields["call_id"])

    @property
    def where(self) -> str:
        return _where(self.file, self.line)


def read_calls(path: Path) -> Iterator[RawCall | Problem]:
    """Read a file line by line; a bad line comes as a Problem and does not stop the others.

    Raises Problem `file_missing` where the file itself cannot be read.
    """
    try:
        with path.open("rb") as stream:
            yield from parse_calls(stream, path.name)
    except OSError as error:
        raise Problem(
            "file_missing",
            f"cannot be read ({error.strerror})",
            where=str(path),
            mend="check the path and its permissions",
        ) from error


def parse_calls(lines: Iterable[bytes], file: str) -> Iterator[RawCall | Problem]:
    """Calls of an open file; `file` names it in problems. Empty lines are skipped."""
    seen: dict[str, int] = {}
    found = False
    for number, line in enumerate(lines, start=1):
        text = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if not text.strip():
            continue
        found = True
        try:
            call = RawCall(_parse(text, file, number), file, number)
            _refuse_second(call, seen)
        except Problem as problem:
            yield problem
        else:
            yield call
    if not found:
        yield Problem("no_calls", "holds no call", where=file, mend="write one JSON call a line")


def started_at(fields: Mapping[str, Any]) -> datetime | None:
    """The start with its own offset; None for a recording that came without metadata."""
    return datetime.fromisoformat(fields["started_at"]) if "started_at" in fields else None


def to_turns(fields: Mapping[str, Any]) -> tuple[Turn, ...]:
    return tuple(Turn.from_dict(turn) for turn in fields.get("turns") or ())


def to_call(fields: Mapping[str, Any], contacts: tuple[Contact, ...] | None = None) -> Call:
    """The call as rules see it; `contacts` as in audit/contacts.py."""
    return Call(
        call_id=fields["call_id"],
        turns=to_turns(fields),
        started_at=started_at(fields),
        called_party=cast(CalledParty | None, fields.get("called_party")),
        callback_requested=bool(fields.get("callback_requested")),
        debtor_name=text_of(fields, "debtor", "name"),
        agent_name=text_of(fields, "agent", "name"),
        client=text_of(fields, "client"),
        agency=text_of(fields, "agency"),
        number=text_of(fields, "phone"),
        debt=fields.get("debt") or {},
        contacts=contacts,
        duration_s=fields.get("duration_s"),
        metadata={key: fields[key] for key in fields.keys() - {"turns", "labels"}},
    )


def text_of(fields: Mapping[str, Any], *path: str) -> str:
    """A text field, "" where it or an object on the way is absent."""
    value: Any = fields
    for key in path:
        value = (value or {}).get(key)
    return value or ""


def _parse(line: bytes, file: str, number: int) -> Mapping[str, Any]:
    where = _where(file, number)
    try:
        fields = json.loads(line.decode().rstrip("\r\n"))  # a line end would count as column 1
    except UnicodeDecodeError as error:
        raise Problem(
            "not_utf8",
            f"byte {error.start + 1} is not UTF-8",
            where=where,
            mend="save the file as UTF-8",
        ) from error
    except (json.JSONDecodeError, RecursionError) as error:
        column = f" at column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        raise Problem(
            "broken_json",
            f"broken JSON{column}",
            where=where,
            mend="write each call as one complete JSON object on one line",
        ) from error
    return check_fields(as_call(fields, where), where)


def _where(file: str, line: int) -> str:
    return f"{file} line {line}"


def _refuse_second(call: RawCall, seen: dict[str, int]) -> None:
    first = seen.setdefault(call.call_id, call.line)
    if first != call.line:
        raise Problem(
            "duplicate_in_file",
            f"the call_id of line {first} comes again",
            where=call.where,
            mend="give every call its own call_id",
        )
