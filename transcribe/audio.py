"""Recordings to samples: any format PyAV decodes, at the rate the recognisers want.

The file is only read, never changed. Whatever is wrong with it is told as a `Problem` with a
stable code: audio_missing, audio_empty, audio_unreadable, audio_no_stream, audio_zero_length,
audio_truncated, audio_silent.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import av
import numpy as np
import numpy.typing as npt

from transcribe.intact import require_declared_length, require_whole_container, truncated
from transcribe.problem import Problem

Samples: TypeAlias = npt.NDArray[np.float32]

RATE = 16_000  # Hz; what Whisper and the silero voice detector take

# Loudest block (root mean square, full scale 1.0) below which nobody speaks: -60 dBFS. The
# quietest A-law step is -72 dBFS, so a line carrying only its codec's idle noise counts as silent.
_SILENT_RMS = 10 ** (-60 / 20)


@dataclass(frozen=True, slots=True)
class RecordingInfo:
    """What a recording is: length in seconds; channels, codec name and rate (Hz) in the file."""

    duration_s: float
    channels: int
    codec: str
    sample_rate: int


@dataclass(frozen=True, slots=True)
class Recording:
    """A decoded recording; `samples` is float32 in -1..1, shape (channels, samples) at 16 kHz.

    More than two channels are mixed to one: only mono and stereo are known to mean something.
    """

    info: RecordingInfo
    samples: Samples


def check_recording(path: Path) -> RecordingInfo:
    """Read the whole file once, keeping nothing; raises `Problem` when it cannot be audited."""
    return _read(path, lambda block: None)


def load_recording(path: Path) -> Recording:
    """Decode the whole file into memory; raises `Problem` like `check_recording`."""
    blocks: list[Samples] = []
    info = _read(path, blocks.append)
    return Recording(info, np.concatenate(blocks, axis=1))


def _read(path: Path, keep: Callable[[Samples], None]) -> RecordingInfo:
    _require_content(path)
    require_whole_container(path)
    with _open(path) as container:
        stream = _audio_stream(container, path)
        length = loudest = 0.0
        for block in _blocks(container, stream, path):
            length += block.shape[1] / RATE
            loudest = max(loudest, float(np.sqrt(np.mean(np.square(block), axis=1)).max()))
            keep(block)
        if not length:
            raise Problem(
                "audio_zero_length",
                "the recording has 0 seconds of sound",
                where=path.name,
                mend="export this call again from the recorder",
            )
        require_declared_length(path, container, stream, length)
        codec = stream.codec_context
        info = RecordingInfo(round(length, 3), codec.channels, codec.name, codec.sample_rate)
    if loudest < _SILENT_RMS:
        raise Problem(
            "audio_silent",
            "the recording holds only silence",
            where=path.name,
            mend="check the recorder's line for this call",
        )
    return info


def _require_content(path: Path) -> None:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise Problem(
            "audio_missing",
            "the file cannot be read",
            where=path.name,
            mend="check the path and its permissions",
        ) from error
    if not size:
        raise Problem(
            "audio_empty",
            "the file is empty (0 bytes)",
            where=path.name,
            mend="export this call again from the recorder",
        )


def _unreadable(path: Path) -> Problem:
    return Problem(
        "audio_unreadable",
        "this is not a sound file that can be decoded",
        where=path.name,
        mend="export it as WAV, MP3, Opus or M4A; renaming a file does not convert it",
    )


def _open(path: Path) -> Any:
    try:
        return av.open(str(path))
    except (av.error.FFmpegError, UnicodeDecodeError) as error:
        raise _unreadable(path) from error


def _audio_stream(container: Any, path: Path) -> Any:
    if not container.streams.audio:
        raise Problem(
            "audio_no_stream",
            "the file holds no sound, only pictures or data",
            where=path.name,
            mend="export this call with its sound",
        )
    return container.streams.audio[0]


def _blocks(container: Any, stream: Any, path: Path) -> Iterator[Samples]:
    """Yield decoded sound in short blocks of shape (channels, n) at 16 kHz.

    A damaged packet in the middle is skipped as players do; when nothing after it can be decoded
    the recording was cut off, and that is told.
    """
    layout = "stereo" if stream.codec_context.channels == 2 else "mono"
    resampler = av.AudioResampler(format="fltp", layout=layout, rate=RATE)
    anything, tail_broken = False, False
    for packet in _packets(container, stream, path):
        try:
            frames = packet.decode()
        except av.error.FFmpegError:
            tail_broken = True
            continue
        for frame in frames:
            anything, tail_broken = True, False
            yield from _arrays(resampler.resample(frame))
    if tail_broken:
        raise truncated(path) if anything else _unreadable(path)
    if anything:
        yield from _arrays(resampler.resample(None))


def _packets(container: Any, stream: Any, path: Path) -> Iterator[Any]:
    try:
        yield from container.demux(stream)
    except av.error.FFmpegError as error:
        raise truncated(path) from error


def _arrays(frames: Iterable[Any]) -> Iterator[Samples]:
    return (frame.to_ndarray() for frame in frames)
