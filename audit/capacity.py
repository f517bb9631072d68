"""How many workers a machine carries, by its processor cores and its memory.

In a container both are those that it was given (cgroup v2), not the machine's.
"""

import os
import re
from pathlib import Path

# Of one worker, of its recognising child, and of both together at their highest in the sample
# calls with Whisper base int8: see docs/engines.md, "How many at once". Rounded up, for a
# longer prompt, another model and the model of voices.
WORKER_MB = 1500
# For the pages, the database and the system.
RESERVED_MB = 1000

_CGROUP, _MEMINFO = Path("/sys/fs/cgroup"), Path("/proc/meminfo")


def workers_for(cores: int, memory_mb: int) -> int:
    """One worker a core, as many as the memory holds, at least one.

    Recognition divides badly over cores: threads wait for each other, calls do not.
    """
    return max(1, min(cores, (memory_mb - RESERVED_MB) // WORKER_MB))


def threads_for(cores: int, workers: int) -> int:
    """Threads of each worker's engine, so that together they do not want more than there is."""
    return max(1, cores // workers)


def cores(cgroup: Path = _CGROUP) -> int:
    """Whole cores that this process may use, at least one."""
    mine = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    quota, _, period = _read(cgroup / "cpu.max").partition(" ")
    return max(1, min(mine, int(quota) // int(period))) if quota.isdecimal() else mine


def gpus(dev: Path = Path("/dev")) -> list[str]:
    """The GPUs that this process may use, by the numbers that CUDA gives them."""
    visible = os.environ.get("CUDA_VISIBLE_DEVICES")
    if visible is not None:
        return [name for name in visible.split(",") if name.strip() and name.strip() != "-1"]
    found = (re.fullmatch(r"nvidia(\d+)", path.name) for path in dev.glob("nvidia*"))
    return sorted((match[1] for match in found if match), key=int)


def memory_mb(cgroup: Path = _CGROUP, meminfo: Path = _MEMINFO) -> int:
    """Memory that this process may use; where nobody tells, what one worker needs."""
    lines = (line.split() for line in _read(meminfo).splitlines())
    there = next((int(line[1]) // 1024 for line in lines if line[0] == "MemTotal:"), 0)
    limit = _read(cgroup / "memory.max")
    given = int(limit) >> 20 if limit.isdecimal() else there
    return min(there or given, given) or RESERVED_MB + WORKER_MB


def _read(path: Path) -> str:
    try:
        return path.read_text("ascii").strip()
    except OSError:
        return ""
