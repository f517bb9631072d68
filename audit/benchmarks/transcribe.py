"""What hearing calls costs and how well they are heard, beside two programs at their defaults.

The same recordings of two channels and the same weights for all; each way in a process of its own,
one after the other, so that memory and processor time are its own. Loading the model counts for
memory, not for time.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audit.demo.samples import RECORDINGS, SCRIPTS
from audit.evaluation.cer import ErrorCount, count_errors
from audit.evaluation.spoken.rows import whole_rows
from audit.evaluation.tables import Table

OURS = "ours"
WAYS = (OURS, "faster-whisper", "faster-whisper, int8", "openai-whisper")
"""Names in audit.evaluation.spoken.recipes."""
_CHILD = (sys.executable, "-m", "audit.benchmarks.listening")
_COLUMNS = ("an hour of audio", "wall s", "CPU s", "of ours", "peak MB", "CER agent", "customer")


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds for all recordings together, MB at the highest, and what was heard of each call."""

    wall_s: float
    cpu_s: float
    peak_mb: float
    turns: Mapping[str, list[dict[str, Any]]]


def measure(ways: tuple[str, ...] = WAYS) -> Table:
    """A row for each way; the first is what the others are compared with."""
    calls = list(two_channel_calls())
    hours = sum(call["duration_s"] for call in calls) / 3600
    found = {way: _measured(way) for way in ways}
    first = found[ways[0]].cpu_s
    name = f"{len(calls)} calls, {hours * 60:.1f} min; {_COLUMNS[0]}"
    rows = [_row(way, one, hours, first, calls) for way, one in found.items()]
    return Table([name, *_COLUMNS[1:]], rows)


def two_channel_calls(folder: Path = RECORDINGS, scripts: Path = SCRIPTS) -> Iterator[Any]:
    """The demo's calls that name a speaker for each side, with the path and the written turns."""
    written = {row["call_id"]: row["turns"] for row in whole_rows(scripts)}
    for row in whole_rows(folder / "calls.jsonl"):
        if len(row.get("channels") or ()) == len(("left", "right")):
            yield {**row, "path": str(folder / row["audio"]), "turns": written[row["call_id"]]}


def _measured(way: str) -> Measured:
    """Heard in a child at its own settings: the limits of this process's threads are not its."""
    env = {key: value for key, value in os.environ.items() if key != "OMP_NUM_THREADS"}
    done = subprocess.run([*_CHILD, way], env=env, check=True, stdout=subprocess.PIPE)  # noqa: S603
    return Measured(**json.loads(done.stdout))


def _row(way: str, one: Measured, hours: float, first: float, calls: list[Any]) -> list[str]:
    errors = [f"{_errors(one, calls, side).rate:.3f}" for side in ("agent", "customer")]
    times = [f"{one.wall_s / hours:.0f}", f"{one.cpu_s / hours:.0f}", f"{one.cpu_s / first:.2f}"]
    return [way, *times, f"{one.peak_mb:.0f}", *errors]


def _errors(one: Measured, calls: list[Any], side: str) -> ErrorCount:
    counts = [
        count_errors(_said(call["turns"], side), _said(one.turns[call["call_id"]], side))
        for call in calls
    ]
    return sum(counts, ErrorCount(0, 0))


def _said(turns: list[dict[str, Any]], side: str) -> str:
    return "".join(turn["text"] for turn in turns if turn["speaker"] == side)
