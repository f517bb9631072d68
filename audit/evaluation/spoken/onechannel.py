"""Both parties of a spoken call on one channel, as a recorder without sides leaves them."""

import wave
from collections.abc import Iterable
from pathlib import Path
from zlib import crc32

import numpy as np

from audit.evaluation.spoken.rows import Row
from transcribe.audio import RATE, Samples, load_recording

_KEPT_S = 0.1  # kept around a turn that is moved: the recogniser's and the cut's own inexactness
_NOISE = 10 ** (-58 / 20)  # as audit/demo/samples.py has it, where moved turns leave nothing


def one_channel(row: Row, folder: Path, pause_s: float | None) -> tuple[Samples, list[Row]]:
    """Sound, shape (n,), and its turns with their times.

    With `pause_s` every turn begins so long after the end of the one before, or before it where
    that is negative; people leave 0.2 s, the calls of `speak` more.
    """
    sides = load_recording(folder / row["audio"]).samples
    if pause_s is None:
        return sides.sum(axis=0), list(row["turns"])
    return _moved(sides, [turn for turn in row["turns"] if turn["end"] > turn["start"]], pause_s)


def _moved(sides: Samples, turns: Iterable[Row], pause_s: float) -> tuple[Samples, list[Row]]:
    placed: list[Row] = []
    cuts: list[tuple[int, Samples]] = []
    end = 0.0
    for turn in turns:
        start = max(_KEPT_S, end + pause_s)
        end = start + turn["end"] - turn["start"]
        side = sides[0 if turn["channel"] == "left" else 1]
        first = max(0, int((turn["start"] - _KEPT_S) * RATE))
        cuts.append(
            (int((start - _KEPT_S) * RATE), side[first : int((turn["end"] + _KEPT_S) * RATE)])
        )
        placed.append({**turn, "start": round(start, 2), "end": round(end, 2)})
    noise = np.random.default_rng(crc32(repr(placed).encode()))
    sound = noise.normal(0, _NOISE, int((end + 1) * RATE)).astype(np.float32)
    for at, cut in cuts:
        sound[at : at + len(cut)] += cut
    return sound, placed


def write(path: Path, sound: Samples) -> None:
    """16 bits at 16 kHz."""
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())
