"""Memory does not grow with the length of a recording."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from sounds import tone

HERE = Path(__file__).parent
HOURS = 4
# One minute in which each side speaks for 20 s, with a second of pause every 10 s.
SECOND, PAUSE = tone(1), np.zeros(8000, np.float32)
SAID = [*([SECOND] * 9), PAUSE, *([SECOND] * 9), PAUSE]
LEFT, RIGHT = ([*SAID, *([PAUSE] * 40)], [*([PAUSE] * 30), *SAID, *([PAUSE] * 10)])
MINUTE = np.stack([np.concatenate(LEFT), np.concatenate(RIGHT)])


def write_long(path: Path, minutes: int) -> Path:
    """A-law, 8 kHz, stereo: the same minute over and over."""
    with av.open(str(path), "w") as out:
        stream = out.add_stream("pcm_alaw", rate=8000, layout="stereo")
        packed = (MINUTE.T.reshape(1, -1) * 32767).astype(np.int16)
        for _minute in range(minutes):
            frame = av.AudioFrame.from_ndarray(packed, format="s16", layout="stereo")
            frame.sample_rate = 8000
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def heard(path: Path) -> dict[str, Any]:
    command = [sys.executable, str(HERE / "long_call.py"), str(path), "1"]
    path_of = {"PYTHONPATH": f"{HERE.parent}:{HERE.parents[1]}", "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, check=True, capture_output=True, env=path_of, timeout=800)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.fixture(scope="module")
def short_call(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return heard(write_long(tmp_path_factory.mktemp("short") / "call.wav", 4))


@pytest.mark.timeout(900)  # half a minute where nothing else runs
def test_four_hours_take_no_more_memory_than_four_minutes(
    tmp_path: Path, short_call: dict[str, Any]
) -> None:
    call = heard(write_long(tmp_path / "call.wav", HOURS * 60))
    assert call["duration_s"] == HOURS * 3600
    assert call["heard_s"] == pytest.approx(60 * short_call["heard_s"], rel=0.05)
    assert call["windows"] > 50 * short_call["windows"]
    # Whole, it would be 1.8 GB of samples. Without the interpreter and its libraries:
    assert call["peak_mb"] - call["before_mb"] < 60
    assert call["peak_mb"] < short_call["peak_mb"] + 20
