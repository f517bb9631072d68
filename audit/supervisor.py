"""Worker processes, kept running: the embedded worker of `serve`, and those of `work`."""

import logging
import os
import subprocess
import sys
import time
from functools import partial
from types import TracebackType

from audit import capacity, lease
from audit.chores import tried
from audit.config import Settings
from audit.store import Store
from transcribe.problem import Problem

# After the drain a worker only closes its connections; what takes longer hangs.
CLOSE_S = 20.0

log = logging.getLogger(__name__)


class Workers:
    """A context in which `count` workers run with these settings; call `tend` now and then."""

    def __init__(self, settings: Settings, store: Store, count: int) -> None:
        self._command = [sys.executable, "-m", "audit.worker", str(settings.data)]
        # So that each takes its share of the cores only.
        self._env = os.environ | {"CALLAUDIT_WORKERS": str(count)}
        self._stop_s = settings.drain_s + CLOSE_S
        self._store = store
        self._gpus = capacity.gpus() if settings.gpu_slots else []
        self._children = [self._start(index) for index in range(count)]

    def __enter__(self) -> "Workers":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let every worker finish or hand over its call."""
        for child in self._children:
            if child.stdin is not None:
                child.stdin.close()
        deadline = time.monotonic() + self._stop_s
        for child in self._children:
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
                tried(partial(lease.declare_dead, self._store, child.pid), None)

    def tend(self) -> None:
        """Replace workers that were killed; what they had in hand is free at once.

        One that gave up by itself would do so again: Problem `worker_failed`.
        """
        for index, child in enumerate(self._children):
            if child.poll() is not None:
                log.warning("worker %s ended with status %s", child.pid, child.returncode)
                lease.declare_dead(self._store, child.pid)
                if child.returncode >= 0:
                    raise Problem(
                        "worker_failed",
                        f"a worker gave up with status {child.returncode}",
                        mend="its own message above says why",
                    )
                self._children[index] = self._start(index)

    def _start(self, index: int) -> "subprocess.Popen[bytes]":
        """The workers take the GPUs in turn."""
        gpu = self._gpus[index % len(self._gpus)] if self._gpus else None
        env = self._env | ({"CUDA_VISIBLE_DEVICES": gpu} if gpu else {})
        return subprocess.Popen(self._command, stdin=subprocess.PIPE, env=env)  # noqa: S603 - our own module
