"""One worker process: `python -m audit.worker DATA`. It stops when its stdin ends.

The supervisor holds the other end of stdin: when it closes it, or dies in whatever way, the
worker finishes or hands over its call and leaves.
"""

import os
import signal
import sys
import threading
from pathlib import Path

from audit.config import load_settings
from audit.jobs import Worker
from audit.logs import set_up
from audit.places import store_of
from transcribe.problem import Problem


def main(data: Path) -> None:
    """Work on this data folder until stdin ends or SIGTERM comes."""
    settings = load_settings(data=data)
    set_up(as_json=settings.log_json)
    stop = threading.Event()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the supervisor, which decides
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    threading.Thread(target=_wait_for_end, args=(stop,), daemon=True).start()
    try:
        Worker(settings, store_of(settings)).run(stop)
    except Problem as problem:
        sys.stderr.write(f"error: {problem}\n")
        sys.exit(1)
    # A call that was handed over may still run in a thread of the engine; it must not hold us up.
    os._exit(0)


def _wait_for_end(stop: threading.Event) -> None:
    sys.stdin.read()
    stop.set()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
