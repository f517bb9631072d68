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

from audit.hearing.wire import FullError, HearingError, Setup, unpack
from transcribe.problem import Problem
from transcribe.transcript import Transcript

_COMMAND = [sys.executable, "-m", "audit.hearing.child"]
_BLOCK = 1 << 16  # bytes; one answer of a long call is some hundred kB


class Hearing:
    """Transcribes one recording at a time; threads wait for each other.

    One recording may take `timeout_s` and `timeout_per_s` more for each second of its sound.
    """

    def __init__(self, setup: Setup, timeout_s: float, timeout_per_s: float) -> None:
        self._setup = setup
        self._timeout_s, self._timeout_per_s = timeout_s, timeout_per_s
        self._child: subprocess.Popen[bytes] | None = None
        self._one_at_a_time = threading.Lock()

    def transcribe(
        self, path: Path, channels: Mapping[str, str] | None, seconds: float
    ) -> Transcript:
        """As transcribe_recording, whose Problem it raises; `seconds` is the recording's length.

        Problem `hearing_hangs` where it took too long: the same sound would hang again.
        HearingError where the child crashed or met an unexpected error.
        """
        with self._one_at_a_time:
            limit = self._timeout_s + self._timeout_per_s * seconds
            request = json.dumps({"path": str(path), "channels": channels})
            try:
                child = self._running()
                return unpack(self._ask(child, request, limit))
            except FullError:
                self.close()
                raise
            except BrokenPipeError:
                raise HearingError(_obituary(self._end())) from None

    def close(self) -> None:
        """End the child, also in the middle of a recording."""
        if self._child is not None:
            self._child.kill()
            self._end()

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._child is not None and self._child.poll() is not None:
            self._end()
        if self._child is None:
            self._child = subprocess.Popen(  # noqa: S603 - our own module
                _COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
            )
            _tell(self._child, self._setup.pack())
        return self._child

    def _ask(self, child: "subprocess.Popen[bytes]", request: str, limit: float) -> str:
        _tell(child, request)
        if child.stdout is None:
            raise BrokenPipeError
        deadline = time.monotonic() + limit
        answer = b""
        while not answer.endswith(b"\n"):
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([child.stdout], [], [], left)[0]:
                self.close()
                raise Problem(
                    "hearing_hangs",
                    f"the recognition took longer than {limit:.0f} s and was ended",
                    mend="listen to it; if the machine was only busy, retry the call or raise "
                    "the setting transcribe_timeout_per_s",
                )
            block = os.read(child.stdout.fileno(), _BLOCK)
            if not block:
                raise BrokenPipeError
            answer += block
        return answer.decode()

    def _end(self) -> int:
        """Wait for the end of a child that is ending, and free its pipes; its exit status."""
        ending, self._child = self._child, None
        if ending is None:
            return 0
        with ending:
            return ending.wait()


def _tell(child: "subprocess.Popen[bytes]", line: str) -> None:
    if child.stdin is None:
        raise BrokenPipeError
    child.stdin.write(line.encode() + b"\n")


def _obituary(status: int) -> str:
    if status >= 0:
        return f"the recognition process ended with status {status}"
    name = signal.Signals(-status).name
    memory = "; perhaps there was not enough memory" if -status == signal.SIGKILL else ""
    return f"the recognition process died of {name}{memory}"
