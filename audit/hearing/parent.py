"""The parent's side: one long-lived child, started when needed, replaced after a crash."""

import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path

from audit.hearing.wire import HearingError, unpack
from transcribe.transcript import Transcript

_BLOCK = 1 << 16  # bytes; one answer of a long call is some hundred kB


class Hearing:
    """Transcribes one recording at a time; threads wait for each other."""

    def __init__(self, engine: str, model: Path | None, timeout_s: float) -> None:
        self._command = [
            sys.executable,
            "-m",
            "audit.hearing.child",
            engine,
            str(model) if model else "",
        ]
        self._timeout_s = timeout_s
        self._child: subprocess.Popen[bytes] | None = None
        self._one_at_a_time = threading.Lock()

    def transcribe(self, path: Path, channels: Mapping[str, str] | None) -> Transcript:
        """As transcribe_recording, whose Problem it raises.

        HearingError where the child crashed, hung or met an unexpected error.
        """
        with self._one_at_a_time:
            child = self._running()
            request = json.dumps({"path": str(path), "channels": channels})
            try:
                return unpack(self._ask(child, request))
            except BrokenPipeError:
                raise HearingError(_obituary(self._bury(child))) from None

    def close(self) -> None:
        """End the child, also in the middle of a recording."""
        if self._child is not None:
            self._child.kill()
            self._bury(self._child)

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._child is not None and self._child.poll() is not None:
            self._bury(self._child)
        if self._child is None:
            self._child = subprocess.Popen(  # noqa: S603 - our own module
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
            )
        return self._child

    def _ask(self, child: "subprocess.Popen[bytes]", request: str) -> str:
        if child.stdin is None or child.stdout is None:
            raise BrokenPipeError
        child.stdin.write(request.encode() + b"\n")
        deadline = time.monotonic() + self._timeout_s
        answer = b""
        while not answer.endswith(b"\n"):
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([child.stdout], [], [], left)[0]:
                self.close()
                raise HearingError(f"recognition took longer than {self._timeout_s:g} s")
            block = os.read(child.stdout.fileno(), _BLOCK)
            if not block:
                raise BrokenPipeError
            answer += block
        return answer.decode()

    def _bury(self, child: "subprocess.Popen[bytes]") -> int:
        """Wait for the end of a child that is ending, and free its pipes; its exit status."""
        self._child = None
        with child:
            return child.wait()


def _obituary(status: int) -> str:
    if status >= 0:
        return f"the recognition process ended with status {status}"
    name = signal.Signals(-status).name
    memory = "; perhaps there was not enough memory" if -status == signal.SIGKILL else ""
    return f"the recognition process died of {name}{memory}"
