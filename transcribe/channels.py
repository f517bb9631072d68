"""The channels of a recording: which are heard, and who speaks on each."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from transcribe.audio import RecordingInfo, Samples, sound_blocks
from transcribe.crosstalk import MARGIN, reduce_crosstalk
from transcribe.margins import with_margins
from transcribe.problem import Problem
from transcribe.transcript import SPEAKERS, Speaker


def sides(path: Path, info: RecordingInfo) -> Iterator[Samples]:
    """The channels that somebody can be heard in, in blocks of shape (channels, n)."""
    blocks = sound_blocks(path)
    if len(info.heard) == 2:
        return with_margins(blocks, reduce_crosstalk, MARGIN)
    return (block[list(info.heard)] for block in blocks)


def speakers_of(channels: Mapping[str, str], path: Path) -> tuple[Speaker, Speaker]:
    """Left and right, "unknown" where nobody is named. Raises Problem `channels_unknown`."""
    left, right = (channels.get(side, "unknown") for side in ("left", "right"))
    if left not in SPEAKERS or right not in SPEAKERS:
        raise Problem(
            "channels_unknown",
            f"channels name {left} and {right}",
            where=path.name,
            mend=f"use {', '.join(SPEAKERS)}",
        )
    return left, right
