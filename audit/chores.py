"""What a worker does beside its calls, each thing now and then in a thread of its own."""

import logging
import threading
from collections.abc import Callable
from typing import Any

log = logging.getLogger(__name__)


def every(seconds: float, chore: Callable[[], Any], stop: threading.Event) -> threading.Thread:
    """Do something now and then until `stop`; a failure is logged and the next turn taken."""

    def loop() -> None:
        while True:
            try:
                chore()
            except Exception as error:
                log.warning("%s failed: %s", chore, type(error).__name__)
            if stop.wait(seconds):
                return

    thread = threading.Thread(target=loop, daemon=True)
    thread.start()
    return thread
