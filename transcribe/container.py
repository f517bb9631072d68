"""Opens a recording and tells what is in it."""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av

from transcribe.headerless import form_of
from transcribe.problem import Problem

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
    with closing(open_sound(path)) as container:
        tracks = container.streams.audio
        if container.format.name in _GUESSED and form_of(path) is None:
            raise unreadable(path)
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
            raise unreadable(path)
        channels = 2 if len(tracks) == 2 else codec.channels
        return Layout(container.format.name, len(tracks), channels, codec.name, codec.sample_rate)


def open_sound(path: Path) -> Any:
    """PyAV's container; the caller closes it."""
    try:
        form = form_of(path)
        if form is None:
            return av.open(str(path))
        return av.open(str(path), format=form.demuxer, options=form.options())
    except (av.error.FFmpegError, UnicodeDecodeError) as error:
        raise unreadable(path) from error


def unreadable(path: Path) -> Problem:
    """For what nobody can decode."""
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
