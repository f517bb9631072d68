"""Makes the sound files that the tests read."""

from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt

from transcribe.audio import Samples
from transcribe.headerless import Form, parse_form
from transcribe.pieces import PAD, Piece
from transcribe.vad import Span

_BIT_RATES = {"g723_1": 6300, "wmav1": 48_000, "wmav2": 48_000}  # of encoders that must be told


def tone(seconds: float, hertz: float = 440.0, rate: int = 8000) -> npt.NDArray[np.float32]:
    """A sine at half of full scale, shape (n,)."""
    moments = np.arange(int(seconds * rate)) / rate
    return (0.5 * np.sin(2 * np.pi * hertz * moments)).astype(np.float32)


def write_sound(
    path: Path,
    channels: list[npt.NDArray[np.float32]],
    codec: str,
    rate: int = 8000,
    *,
    tracks: int = 1,
    video: bool = False,
    late: float = 0,
) -> Path:
    """Encode one or two channels with PyAV; the container follows the file's ending.

    With several `tracks` each channel has its own, the further ones `late` (seconds). With `video`
    a picture goes along.
    """
    form = parse_form(path.suffix)
    sides = [[channel] for channel in channels] if tracks > 1 else [channels]
    with av.open(str(path), "w", format=form.demuxer if form else None) as out:
        picture = out.add_stream("libvpx" if path.suffix == ".webm" else "mpeg4") if video else None
        streams = [_stream(out, codec, rate, len(side), form) for side in sides]
        if picture:
            picture.width = picture.height = 32
            for frame in (av.VideoFrame(32, 32, "yuv420p"), None):
                out.mux(picture.encode(frame))
        for number, (stream, side) in enumerate(zip(streams, sides, strict=True)):
            at = round(late * rate) if number else 0
            for part in _frames(stream, side, rate):
                part.pts, part.time_base = at, Fraction(1, rate)
                at += part.samples
                out.mux(stream.encode(part))
            out.mux(stream.encode(None))
    return path


def _stream(out: Any, codec: str, rate: int, channels: int, form: Form | None) -> Any:
    layout = "stereo" if channels == 2 else "mono"
    stream = out.add_stream(codec, rate=rate, layout=layout, options={"strict": "-2"})
    if form and form.name.startswith("g726"):
        stream.bit_rate = int(form.name.partition("_")[2]) * 1000
    elif codec in _BIT_RATES:
        stream.bit_rate = _BIT_RATES[codec]
    return stream


def _frames(stream: Any, side: list[npt.NDArray[np.float32]], rate: int) -> list[Any]:
    layout = "stereo" if len(side) == 2 else "mono"
    resampler = av.AudioResampler(stream.format.name, layout, rate, stream.frame_size or 1024)
    frame = av.AudioFrame.from_ndarray(np.stack(side), format="fltp", layout=layout)
    frame.sample_rate = rate
    return [*resampler.resample(frame), *resampler.resample(None)]


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
