"""Tells a recording that was cut off (copy stopped, disk full) from a whole one.

Decoders play a cut file without complaint, and half a call would be audited as if it were all of
it. So the container's own promises are checked: here its length, in ends.py its bytes.
"""

from pathlib import Path
from typing import Any

import av

from transcribe.ends import truncated

_LOOK = 1 << 16  # bytes in which a header is looked for

# Containers that state their length; others only let it be guessed from the bit rate.
_STATES_LENGTH = ("mov,mp4", "flac", "aiff", "au")
_STATES_WHOLE = "matroska"  # also WebM: one length for all its streams together


def require_declared_length(
    path: Path, container: Any, stream: Any, decoded_s: float, stamped_s: float
) -> None:
    """Compare with what the container promises, where it promises any.

    `decoded_s` are the seconds of sound that were decoded; `stamped_s` is the time stamp at which
    the last packet of the file ends, of sound or pictures.
    """
    if container.format.name.startswith(_STATES_WHOLE):
        declared, there = (container.duration or 0) / av.time_base, stamped_s
    elif container.format.name.startswith(_STATES_LENGTH) or _has_frame_count(path, container):
        declared, there = float((stream.duration or 0) * stream.time_base), decoded_s
    else:
        return
    # Encoders pad and trim up to 0.1 s at each end; half a second or 2 % is more than that.
    if declared - there > max(0.5, 0.02 * declared):
        raise truncated(path, f": {there:.1f} of {declared:.1f} s are there")


def _has_frame_count(path: Path, container: Any) -> bool:
    """Whether an MP3 starts with the Xing/Info frame, which counts the frames of the file."""
    if container.format.name != "mp3":
        return False
    with path.open("rb") as file:
        start = file.read(_LOOK)
    return b"Xing" in start or b"Info" in start
