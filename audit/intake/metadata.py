"""What is said about a recording: a sidecar `X.json` beside `X.wav`, or one file for many.

The one file is call JSONL or CSV; either names the recording in `audio`. CSV columns are the
fields of the call format, inner ones with a dot: `call_id,started_at,agent.id,channels.left,audio`;
a dialler that writes others has them translated (dialler.py).
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from audit.callformat import RawCall, parse_calls
from audit.callshape import check_fields
from audit.imports import as_call, vendor_of
from audit.intake.dialler import IntakeSettings
from audit.intake.files import File
from transcribe.problem import Problem

_NUMBERS = frozenset({"duration_s", "debt.amount", "debt.overdue_days"})
_FLAGS = frozenset({"callback_requested"})


def read_table(file: File, how: IntakeSettings) -> Iterator[RawCall | Problem]:
    """Calls of a JSONL or CSV file; bad lines come as Problems."""
    try:
        with file.open() as stream:
            if file.suffix == ".csv":
                yield from parse_calls(_csv_lines(stream.read(), file.name, how), file.name)
            else:
                yield from parse_calls(stream, file.name)
    except OSError as error:
        raise Problem(
            "file_missing",
            "cannot be read",
            where=file.name,
            mend="check the path and its permissions",
        ) from error


def read_one(file: File, defaults: Mapping[str, Any]) -> Mapping[str, Any]:
    """One call from a JSON file; `defaults` are the fields it need not repeat.

    A vendor's result is the call that its file name says, where it names none.
    """
    fields = read_json(file)
    if isinstance(fields, dict):
        named = {"call_id": file.stem} if vendor_of(fields) else {}
        fields = {**named, **defaults, **fields}
    return check_fields(as_call(fields, file.name), file.name)


def read_json(file: File) -> Any:
    """What a JSON file holds. Raises Problem `broken_json`."""
    try:
        with file.open() as stream:
            return json.loads(stream.read().decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise Problem(
            "broken_json",
            "is no readable JSON",
            where=file.name,
            mend="write one JSON object in UTF-8",
        ) from error


def _csv_lines(content: bytes, name: str, how: IntakeSettings) -> Iterator[bytes]:
    """Every row as a line of the call format; the header becomes an empty line, to keep count."""
    try:
        rows = csv.DictReader(io.StringIO(content.decode(how.encoding)), restkey="", strict=True)
        yield b"\n"
        for row in rows:
            told = {column: cell or "" for column, cell in row.items() if column}
            yield json.dumps(nested(how.of_row(told)), ensure_ascii=False).encode()
    except (UnicodeDecodeError, csv.Error) as error:
        raise Problem(
            "bad_csv",
            f"is no CSV in UTF-8 ({error})",
            where=name,
            mend="export it again as UTF-8, or name its encoding in the setting intake",
        ) from error


def nested(row: Mapping[str, str]) -> dict[str, Any]:
    """Dotted columns become objects; empty cells are absent fields."""
    fields: dict[str, Any] = {}
    for column, cell in row.items():
        if not column or not cell:
            continue
        *outer, last = column.strip().split(".")
        place = fields
        for key in outer:
            place = place.setdefault(key, {})
        place[last] = _typed(column.strip(), cell.strip())
    return fields


def _typed(column: str, cell: str) -> object:
    """CSV knows only text; what cannot be converted is left for the validation to refuse."""
    if column in _FLAGS:
        return {"true": True, "1": True, "false": False, "0": False}.get(cell.lower(), cell)
    if column in _NUMBERS:
        try:
            return float(cell)
        except ValueError:
            return cell
    return cell
