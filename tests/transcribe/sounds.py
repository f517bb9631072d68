"""Makes the sound files that the tests read."""

from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

from transcribe.audio import Samples
from transcribe.pieces import PAD, Piece
from transcribe.vad import Span


def tone(seconds: float, hertz: float = 440.0, rate: int = 8000) -> npt.NDArray[np.float32]:
    """A sine at half of full scale, shape (n,)."""
    moments = np.arange(int(seconds * rate)) / rate
    return (0.5 * np.sin(2 * np.pi * hertz * moments)).astype(np.float32)


def write_sound(
    path: Path, channels: list[npt.NDArray[np.float32]], codec: str, rate: int = 8000
) -> Path:
    """Encode one or two channels with PyAV; the container follows the file's ending."""
    layout = "stereo" if len(channels) == 2 else "mono"
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate, layout=layout)
        resampler = av.AudioResampler(stream.format.name, layout, rate, stream.frame_size or 1024)
        frame = av.AudioFrame.from_ndarray(np.stack(channels), format="fltp", layout=layout)
        frame.sample_rate = rate
        frames = [*resampler.resample(frame), *resampler.resample(None)]
        for part in [*frames, None]:
            container.mux(stream.encode(part))
    return path


def pieces_at(spans: list[Span], sound: Samples) -> list[Piece]:
    """Cut as if these spans were the speech of a channel, shape (n,)."""
    if not spans:
        return []
    ends = [(left.end + right.start) // 2 for left, right in pairwise(spans)]
    cuts = [
        Span(max(span.start - PAD, before), min(span.end + PAD, after))
        for span, before, after in zip(spans, [0, *ends], [*ends, len(sound)], strict=True)
    ]
    return [
        Piece(span, cut, sound[cut.start : cut.end]) for span, cut in zip(spans, cuts, strict=True)
    ]
