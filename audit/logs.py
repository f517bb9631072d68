"""What running processes write on stderr: one line an event, ids and codes, nobody's words.

Plain for people, or JSON for a collector of logs. Of an error only its kind is written, with the
places in the code that it passed: a message may hold what somebody said.
"""

import json
import logging
import traceback
from datetime import UTC, datetime

# What comes with every record; everything else was said by whoever logged.
_OWN = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime"}


def set_up(*, as_json: bool) -> None:
    """Have this process log so, from warnings up."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if as_json else Plain("%(asctime)s %(levelname)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


class Plain(logging.Formatter):
    """A line, and below it where an error came from."""

    def formatException(self, ei: "logging._SysExcInfoType") -> str:  # noqa: N802 - logging's name
        return "\n".join(_places(ei))


class JsonLines(logging.Formatter):
    """`at` (UTC), `level`, `logger`, `message`, what `extra` added, and of errors `places`."""

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "pid": record.process,
        }
        added = {key: value for key, value in record.__dict__.items() if key not in _OWN}
        if record.exc_info:
            added["places"] = _places(record.exc_info)
        return json.dumps(told | added, ensure_ascii=False, default=str)


def _places(found: "logging._SysExcInfoType") -> list[str]:
    """The kind of the error, and the files and lines that it passed."""
    kind, _error, trace = found
    name = kind.__name__ if kind else "error"
    return [name, *(f"{at.filename}:{at.lineno} {at.name}" for at in traceback.extract_tb(trace))]
