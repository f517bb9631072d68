"""Decodes a recording block by block, so that hours of sound are never in memory at once."""

from collections.abc import Iterator
from contextlib import closing
from itertools import zip_longest
from pathlib import Path
from typing import Any, TypeAlias

import av
import numpy as np
import numpy.typing as npt

from transcribe.container import layout_of, open_sound
from transcribe.frames import Reached, frames
from transcribe.intact import require_declared_length

Block: TypeAlias = npt.NDArray[Any]

BLOCK_S = 16  # seconds decoded at once: 2 MB a block of stereo at 16 kHz


def decoded(path: Path, rate: int, form: str = "fltp") -> Iterator[Block]:
    """Sound of shape (channels, n) at `rate` Hz, in blocks of BLOCK_S; the last may be shorter.

    One channel or two: of two tracks each is mixed to one side, and more than two channels of a
    track to one, because only mono and stereo are known to mean something. `form` is a planar
    sample format of FFmpeg. Raises the Problems of `layout_of`, and audio_truncated at the end.
    """
    layout = layout_of(path)
    if layout.tracks == 1:
        sides = "stereo" if layout.channels == 2 else "mono"
        yield from _track(path, 0, av.AudioResampler(form, sides, rate, rate * BLOCK_S))
        return
    resamplers = (av.AudioResampler(form, "mono", rate, rate * BLOCK_S) for _side in range(2))
    tracks = [_track(path, number, each, in_step=True) for number, each in enumerate(resamplers)]
    for blocks in zip_longest(*tracks):
        yield _side_by_side([block for block in blocks if block is not None], blocks)


def _side_by_side(given: list[Block], sides: tuple[Block | None, ...]) -> Block:
    """Two mono blocks as one; the track that ends earlier goes on in silence."""
    length = max(block.shape[1] for block in given)
    out = np.zeros((len(sides), length), given[0].dtype)
    for row, block in zip(out, sides, strict=True):
        if block is not None:
            row[: block.shape[1]] = block[0]
    return out


def _track(path: Path, number: int, resampler: Any, *, in_step: bool = False) -> Iterator[Block]:
    """One sound track by itself: so two that lie one behind the other need no memory.

    With `in_step` it starts when its time stamps say so, as beside another track it must.
    """
    with closing(open_sound(path)) as container:
        stream, reached = container.streams.audio[number], Reached()
        late = _late(container, stream) if in_step else 0
        for frame in frames(container, stream, path, reached):
            while late and frame is not None:
                yield from _arrays(resampler, _silence(frame, min(late, 1000)))
                late -= min(late, 1000)
            yield from _arrays(resampler, frame)
        require_declared_length(path, container, stream, reached.decoded, reached.stamped)


def _arrays(resampler: Any, frame: Any) -> Iterator[Block]:
    return (part.to_ndarray() for part in resampler.resample(frame))


def _late(container: Any, stream: Any) -> int:
    """Milliseconds after the other track; 0 where the time stamps cannot be true."""
    starts = [float((each.start_time or 0) * each.time_base) for each in container.streams.audio]
    late = float((stream.start_time or 0) * stream.time_base) - min(starts)
    return round(late * 1000) if late * av.time_base < (container.duration or 0) else 0


def _silence(like: Any, milliseconds: int) -> Any:
    """A frame of silence that the resampler takes beside `like`; both are signed or float."""
    length = milliseconds * like.sample_rate // 1000
    silent = av.AudioFrame(like.format.name, like.layout.name, length)
    silent.sample_rate = like.sample_rate
    for plane in silent.planes:
        plane.update(bytes(plane.buffer_size))
    return silent
