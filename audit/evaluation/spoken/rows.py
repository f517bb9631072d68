"""The files between the steps: one call a line, growing line by line, whole after a kill."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from audit.evaluation.spoken.wording import pieces
from transcribe.problem import Problem

WRITTEN, HEARD = "written.jsonl", "heard.jsonl"
CHANNELS = {"agent": "left", "customer": "right"}

Row = Mapping[str, Any]


def whole_rows(path: Path) -> Iterator[Row]:
    """The rows of a file that may be growing or not there; a line half written is none."""
    if path.exists():
        content = path.read_bytes()
        yield from (json.loads(line) for line in content[: _whole(content)].splitlines())


def add_row(path: Path, row: Row) -> None:
    """Append a row, in place of one that a kill cut short."""
    whole = _whole(path.read_bytes()) if path.exists() else 0
    with path.open("ab") as file:
        file.truncate(whole)
        file.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")


def _whole(content: bytes) -> int:
    """How many bytes the complete lines take."""
    return content.rfind(b"\n") + 1


def calls_with_turns(path: Path) -> Iterator[Row]:
    """Calls of the call format, read without the packages that its full check needs."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            yield _call(line, f"{path.name} line {number}")


def _call(line: str, where: str) -> Row:
    try:
        call: Row = json.loads(line)
        known = bool(call["call_id"]) and any(list(map(_sayable, call["turns"])))
    except (ValueError, LookupError, TypeError):
        known = False
    if not known:
        raise Problem(
            "no_turns",
            "is no call with call_id and turns in words",
            where=where,
            mend="write calls in the call format; python -m audit check says what is wrong",
        )
    return call


def _sayable(turn: Row) -> bool:
    """Whether the turn has words; an error where it is no turn."""
    return bool(turn["speaker"] and turn["end"] >= turn["start"] and pieces(turn["text"]))
