"""Decodes one sound track, frame by frame, and notices where a file was cut off."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av

from transcribe.container import unreadable
from transcribe.ends import truncated


@dataclass(slots=True)
class Reached:
    """How far reading has come, in seconds: by what was decoded, and by the file's time stamps."""

    decoded: float = 0.0
    stamped: float = 0.0


def frames(container: Any, stream: Any, path: Path, reached: Reached) -> Iterator[Any]:
    """Yield every frame, and None after the last.

    A damaged packet in the middle is skipped as players do; when nothing after it can be decoded
    the recording was cut off, and that is told.
    """
    anything, tail_broken = False, False
    for packet in _packets(container, path, reached):
        if packet.stream.index != stream.index:
            continue
        try:
            some: Iterable[Any] = packet.decode()
        except av.error.FFmpegError:
            tail_broken = True
            continue
        for frame in some:
            anything, tail_broken = True, False
            reached.decoded += frame.samples / (frame.sample_rate or 1)
            frame.pts = None  # a gap in the time stamps must not shift what follows
            yield frame
    if tail_broken:
        raise truncated(path) if anything else unreadable(path)
    if anything:
        yield None


def _packets(container: Any, path: Path, reached: Reached) -> Iterator[Any]:
    """Yield the packets of all streams: where one ends says whether the file is whole."""
    units = [float(stream.time_base or 0) for stream in container.streams]
    try:
        for packet in container.demux():
            if packet.pts is not None:
                end = (packet.pts + (packet.duration or 0)) * units[packet.stream.index]
                reached.stamped = max(reached.stamped, end)
            yield packet
    except av.error.FFmpegError as error:
        raise truncated(path) from error
