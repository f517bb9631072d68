"""`python -m audit.benchmarks.listening WAY`: hears the calls of `benchmark transcribe` in one way.

Run by it as a child; prints the fields of its `Measured` as a JSON object.
"""

import json
import resource
import sys
import time
from pathlib import Path

from audit.benchmarks.transcribe import two_channel_calls
from audit.evaluation.spoken.recipes import RECIPES


def main(way: str) -> None:
    hear = RECIPES[way]()
    wall, cpu = time.perf_counter(), time.process_time()
    turns = {call["call_id"]: hear(Path(call["path"]), call) for call in two_channel_calls()}
    took = {"wall_s": time.perf_counter() - wall, "cpu_s": time.process_time() - cpu}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # kB on Linux
    sys.stdout.write(json.dumps({**took, "peak_mb": peak, "turns": turns}))


if __name__ == "__main__":
    main(sys.argv[1])
