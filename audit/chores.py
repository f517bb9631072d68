"""What a worker does beside its calls, each thing now and then in a thread of its own."""

import logging
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy.exc import DBAPIError

T = TypeVar("T")

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


def tried(chore: Callable[[], T], otherwise: T) -> T:
    """What it gives, or `otherwise` while the database is away: whoever watches must go on."""
    try:
        return chore()
    except DBAPIError as error:
        log.warning("the database failed (%s); trying again", type(error.orig).__name__)
        return otherwise
