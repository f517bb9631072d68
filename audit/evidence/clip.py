"""The seconds of a recording that an evidence package takes along."""

import wave
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transcribe.container import layout_of
from transcribe.decode import Block, decoded

# Two or three turns of the calls in checks/meaning/data last so long: what the evidence answers,
# and how it was taken.
AROUND_S = 10.0
# 16-bit samples, as the decoder gives them.
_BYTES = 2


@dataclass(frozen=True, slots=True)
class Stretch:
    """Seconds of the call, from its start, and the name of the file that holds them."""

    start_s: float
    end_s: float
    name: str


def stretches(turns: Sequence[Mapping[str, Any]], proving: Iterable[int]) -> list[Stretch]:
    """AROUND_S on both sides of each of the turns `proving`; those that touch are one."""
    spans: list[tuple[float, float]] = []
    for start, end in sorted((turns[at]["start"], turns[at]["end"]) for at in proving):
        first, last = max(0.0, start - AROUND_S), end + AROUND_S
        if spans and first <= spans[-1][1]:
            first, last = spans[-1][0], max(last, spans.pop()[1])
        spans.append((first, last))
    return [Stretch(*span, f"clip-{number}.wav") for number, span in enumerate(spans, 1)]


def cut(recording: Path, wanted: Sequence[Stretch], folder: Path) -> None:
    """Write each stretch as WAV with the recording's own rate and sides, a block at a time.

    One that lies behind the end of the sound has no file. Raises the Problems of `decoded`.
    """
    rate, at = layout_of(recording).rate, 0
    with ExitStack() as files:
        outs: dict[str, wave.Wave_write] = {}
        for block in decoded(recording, rate, "s16p"):
            for stretch in wanted:
                first, last = (round(s * rate) - at for s in (stretch.start_s, stretch.end_s))
                piece = block[:, max(0, first) : max(0, last)]
                if piece.size:
                    if stretch.name not in outs:
                        out = files.enter_context(wave.open(str(folder / stretch.name), "wb"))
                        outs[stretch.name] = _shaped(out, block, rate)
                    outs[stretch.name].writeframes(piece.T.tobytes())
            at += block.shape[1]


def _shaped(out: wave.Wave_write, block: Block, rate: int) -> wave.Wave_write:
    out.setnchannels(len(block))
    out.setsampwidth(_BYTES)
    out.setframerate(rate)
    return out
