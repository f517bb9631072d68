"""Recordings to samples: any format PyAV decodes, at the rate the recognisers want.

The file is only read, never changed. Whatever is wrong with it is told as a `Problem` with a
stable code: audio_missing, audio_empty, audio_unreadable, audio_encrypted, audio_codec,
audio_no_stream, audio_tracks, audio_zero_length, audio_truncated, audio_silent.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from transcribe.container import layout_of
from transcribe.decode import decoded
from transcribe.ends import require_whole_container
from transcribe.problem import Problem
from transcribe.survey import Survey

Samples: TypeAlias = npt.NDArray[np.float32]

RATE = 16_000  # Hz; what Whisper and the silero voice detector take


@dataclass(frozen=True, slots=True)
class RecordingInfo:
    """What a recording is: length in seconds; channels, codec name and rate (Hz) in the file.

    `heard` are the channels in which somebody can be heard; of two that carry one sound (`alike`,
    a mono call stored as stereo) only the louder. More than two channels are mixed to one.
    """

    duration_s: float
    channels: int
    codec: str
    sample_rate: int
    heard: tuple[int, ...] = (0,)
    alike: bool = False


@dataclass(frozen=True, slots=True)
class Recording:
    """A decoded recording; `samples` is float32 in -1..1, shape (channels, samples) at 16 kHz."""

    info: RecordingInfo
    samples: Samples


def check_recording(path: Path) -> RecordingInfo:
    """Read the whole file once, keeping nothing; raises `Problem` when it cannot be audited."""
    _require_content(path)
    require_whole_container(path)
    layout = layout_of(path)
    survey = Survey(layout.rate)
    for block in decoded(path, layout.rate):
        survey.add(block)
    if not survey.length:
        raise Problem(
            "audio_zero_length",
            "the recording has 0 seconds of sound",
            where=path.name,
            mend="export this call again from the recorder",
        )
    if not survey.heard():
        raise Problem(
            "audio_silent",
            "the recording holds only silence",
            where=path.name,
            mend="check the recorder's line for this call",
        )
    duration, alike = round(survey.length / layout.rate, 3), survey.alike()
    heard = (survey.louder(),) if alike else survey.heard()
    return RecordingInfo(duration, layout.channels, layout.codec, layout.rate, heard, alike)


def sound_blocks(path: Path) -> Iterator[Samples]:
    """The whole recording at RATE, in blocks of shape (channels, n); see `decoded`."""
    return decoded(path, RATE)


def load_recording(path: Path) -> Recording:
    """Decode the whole file into memory; raises `Problem` like `check_recording`."""
    return Recording(check_recording(path), np.concatenate(list(sound_blocks(path)), axis=1))


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
