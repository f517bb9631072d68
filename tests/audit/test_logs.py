"""Logs: lines that a collector reads, without what somebody said."""

import json
import logging

import pytest

from audit.logs import JsonLines, Plain, set_up

SAID = "周文博欠八千五"


def record(**more: object) -> logging.LogRecord:
    try:
        raise ValueError(SAID)
    except ValueError as error:
        where = (type(error), error, error.__traceback__)
    made = logging.makeLogRecord(
        {"name": "audit.jobs", "levelname": "WARNING", "msg": "call %s: %s", "args": (7, "parked")}
    )
    made.exc_info = where
    made.__dict__.update(more)
    return made


def test_a_line_of_json_holds_ids_and_places_and_nobodys_words() -> None:
    line = JsonLines().format(record(call=7))
    told = json.loads(line)
    assert (told["level"], told["logger"], told["message"]) == (
        "warning",
        "audit.jobs",
        "call 7: parked",
    )
    assert told["call"] == 7
    assert told["places"][0] == "ValueError"
    assert "test_logs.py" in told["places"][1]
    assert told["at"].endswith("+00:00")
    assert SAID not in line


def test_a_plain_line_leaves_out_the_message_of_an_error() -> None:
    line = Plain("%(levelname)s %(message)s").format(record())
    assert line.startswith("WARNING call 7: parked\nValueError\n")
    assert SAID not in line


@pytest.mark.parametrize("as_json", [True, False])
def test_set_up(as_json: bool, capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    try:
        set_up(as_json=as_json)
        logging.getLogger("audit.test").warning("call %s", 3)
        logging.getLogger("audit.test").info("quiet")
        (line,) = capsys.readouterr().err.splitlines()
    finally:
        root.handlers[:], root.level = before, level
    assert (json.loads(line)["message"] if as_json else line[-6:]) == "call 3"
