"""Keeps a recognition that wants too much memory from taking the rest of the machine along."""

import contextlib
import resource
from pathlib import Path


def spare_the_others(memory_mb: int | None) -> None:
    """Keep to a limit, and be the first to go when the machine runs out of memory."""
    with contextlib.suppress(OSError):  # not Linux, or not allowed
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    if memory_mb is not None:
        limit = memory_mb * 2**20
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
