"""Decodes a recording block by block, so that hours of sound are never in memory at once."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any, TypeAlias

import av
import numpy as np
import numpy.typing as npt

from transcribe.headerless import form_of
from transcribe.intact import require_declared_length, truncated
from transcribe.problem import Problem

Block: TypeAlias = npt.NDArray[Any]

BLOCK_S = 16  # seconds decoded at once: 2 MB a block of stereo at 16 kHz

# What FFmpeg takes a file for by its ending alone (.raw, .bin, .sw), at a rate of its own.
_GUESSED = ("image2", "bin", "rawvideo", "tty", "s8", "u8", "s16le", "u16le", "alaw", "mulaw")


@dataclass(frozen=True, slots=True)
class Layout:
    """What the file holds: sound tracks, channels of the whole, samples a second (Hz).

    `container` and `codec` are FFmpeg's names.
    """

    container: str
    tracks: int
    channels: int
    codec: str
    rate: int


def layout_of(path: Path) -> Layout:
    """Open the file and look; raises Problem, see `transcribe.audio`."""
    with closing(_open(path)) as container:
        tracks = container.streams.audio
        if container.format.name in _GUESSED and form_of(path) is None:
            raise _unreadable(path)
        if not tracks:
            raise Problem(
                "audio_no_stream",
                "the file holds no sound, only pictures or data",
                where=path.name,
                mend="export this call with its sound",
            )
        if len(tracks) > 2:
            raise Problem(
                "audio_tracks",
                f"the file has {len(tracks)} sound tracks, and who is on which is not known",
                where=path.name,
                mend="export one track, or two: the left side's first",
            )
        if any(track.codec_context is None for track in tracks):
            raise Problem(
                "audio_codec",
                "the sound is in a codec that is not known here",
                where=path.name,
                mend="export it as PCM, A-law or one of docs/formats.md",
            )
        codec = tracks[0].codec_context
        _refuse_encrypted(container, codec, path)
        if not (codec.channels and codec.sample_rate):
            raise _unreadable(path)
        channels = 2 if len(tracks) == 2 else codec.channels
        return Layout(container.format.name, len(tracks), channels, codec.name, codec.sample_rate)


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


def _open(path: Path) -> Any:
    try:
        form = form_of(path)
        if form is None:
            return av.open(str(path))
        return av.open(str(path), format=form.demuxer, options=form.options())
    except (av.error.FFmpegError, UnicodeDecodeError) as error:
        raise _unreadable(path) from error


def _unreadable(path: Path) -> Problem:
    return Problem(
        "audio_unreadable",
        "this is not a sound file that can be decoded",
        where=path.name,
        mend="export it as WAV, MP3, Opus or M4A; renaming a file does not convert it, "
        "and sound without a header needs audio_format (docs/formats.md)",
    )


def _refuse_encrypted(container: Any, codec: Any, path: Path) -> None:
    # ISO 14496-12: a sound track under a protection scheme is called so.
    if container.format.name.startswith("mov,mp4") and codec.codec_tag == "enca":
        raise Problem(
            "audio_encrypted",
            "the sound is encrypted",
            where=path.name,
            mend="export it without protection",
        )


@dataclass(slots=True)
class _Reached:
    """How far reading has come, in seconds: by what was decoded, and by the file's time stamps."""

    decoded: float = 0.0
    stamped: float = 0.0


def _track(path: Path, number: int, resampler: Any, *, in_step: bool = False) -> Iterator[Block]:
    """One sound track by itself: so two that lie one behind the other need no memory.

    With `in_step` it starts when its time stamps say so, as beside another track it must.
    """
    with closing(_open(path)) as container:
        stream, reached = container.streams.audio[number], _Reached()
        late = float((stream.start_time or 0) * stream.time_base) if in_step else 0.0
        for frame in _frames(container, stream, path, reached):
            if late and frame is not None:
                yield from _arrays(resampler, _silence(frame, late))
                late = 0.0
            yield from _arrays(resampler, frame)
        require_declared_length(path, container, stream, reached.decoded, reached.stamped)


def _arrays(resampler: Any, frame: Any) -> Iterator[Block]:
    return (part.to_ndarray() for part in resampler.resample(frame))


def _silence(like: Any, seconds: float) -> Any:
    """A frame of silence that the resampler takes beside `like`; both are signed or float."""
    silent = av.AudioFrame(like.format.name, like.layout.name, round(seconds * like.sample_rate))
    silent.sample_rate = like.sample_rate
    for plane in silent.planes:
        plane.update(bytes(plane.buffer_size))
    return silent


def _frames(container: Any, stream: Any, path: Path, reached: _Reached) -> Iterator[Any]:
    """Yield every frame, and None after the last.

    A damaged packet in the middle is skipped as players do; when nothing after it can be decoded
    the recording was cut off, and that is told.
    """
    anything, tail_broken = False, False
    for packet in _packets(container, path, reached):
        if packet.stream.index != stream.index:
            continue
        try:
            frames: Iterable[Any] = packet.decode()
        except av.error.FFmpegError:
            tail_broken = True
            continue
        for frame in frames:
            anything, tail_broken = True, False
            reached.decoded += frame.samples / (frame.sample_rate or 1)
            frame.pts = None  # a gap in the time stamps must not shift what follows
            yield frame
    if tail_broken:
        raise truncated(path) if anything else _unreadable(path)
    if anything:
        yield None


def _packets(container: Any, path: Path, reached: _Reached) -> Iterator[Any]:
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
