"""The web server of this machine, with its embedded worker, for as long as a context lasts."""

import gc
import importlib
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import FrameType
from typing import Any

import waitress
from waitress import wasyncore

from audit.chores import tried
from audit.config import Settings
from audit.store import Store
from audit.supervisor import Workers
from transcribe.problem import Problem

# Pages wait for the database and the disk; a page's sound is one long request beside the others.
THREADS = 8
TEND_S = 1.0
LOOK_UP_S = 0.5  # how often the server's loop sees that it should end
CLOSE_S = 5.0  # how long requests in hand may take to finish then


@contextmanager
def serving(
    settings: Settings, store: Store, host: str, port: int, *, worker: bool
) -> Iterator[str]:
    """Serve (and work) while the context lasts; gives the address. Port 0 is any free one.

    Raises Problem `port_taken`. At the end the server stops first, then the worker.
    """
    with ExitStack() as stack:
        door = _listen(host, port)
        stack.callback(door.close)
        # By name: the application stands above this package, and only its start is asked for.
        # Before the worker: a broken rule pack is told once, by this process.
        app = importlib.import_module("web.app").create_app(settings)
        if worker:
            running = stack.enter_context(Workers(settings, store, settings.worker_count))
            stack.enter_context(_now_and_then(lambda: tried(running.tend, None)))
        spare_collector()
        stack.enter_context(_answering(app, door))
        yield f"http://{_named(host)}:{door.getsockname()[1]}"


def spare_collector() -> None:
    """Leave what was loaded for good out of the search for garbage.

    With a million calls every third dashboard took 300 ms in place of 110 (2026-11-27): Python was
    looking through rules, lexicons and modules for something to throw away.
    """
    gc.collect()
    gc.freeze()


@contextmanager
def _answering(app: Any, door: socket.socket) -> Iterator[None]:
    """Answer requests in threads of their own.

    The loop's thread also ends the server: first no new requests, then those in hand, then the
    sockets. Closed from another thread, a request that just ends finds its socket gone.
    """
    connections: dict[int, Any] = {}
    server = waitress.create_server(
        app, map=connections, sockets=[door], threads=THREADS, ident=None
    )
    done = threading.Event()

    def loop() -> None:
        while not done.is_set():
            wasyncore.loop(timeout=LOOK_UP_S, map=connections, count=1)
        server.task_dispatcher.shutdown(cancel_pending=True, timeout=CLOSE_S)
        wasyncore.close_all(connections)

    thread = threading.Thread(target=loop, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join(LOOK_UP_S + 2 * CLOSE_S)


def stop_signal() -> threading.Event:
    """An event that Ctrl-C and SIGTERM set."""
    stop = threading.Event()

    def ask(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, ask)
    return stop


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    door = socket.socket(family, socket.SOCK_STREAM)
    try:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a restart need not wait
        door.bind((host, port))
    except OSError as error:
        door.close()
        raise Problem(
            "port_taken",
            f"port {port} of {host} cannot be used ({error.strerror})",
            mend="choose another one with --port",
        ) from error
    return door


@contextmanager
def _now_and_then(chore: Callable[[], None]) -> Iterator[None]:
    """Call `chore` every second in a thread of its own."""
    done = threading.Event()

    def loop() -> None:
        while not done.wait(TEND_S):
            chore()

    thread = threading.Thread(target=loop, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _named(host: str) -> str:
    """The host as a browser writes it."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)  # noqa: S104 - only shown
    return f"[{shown}]" if ":" in shown and not shown.startswith("[") else shown
