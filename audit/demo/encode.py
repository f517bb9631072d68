"""Writes a recording in the format of the sample, with PyAV."""

from pathlib import Path
from typing import cast

import av
import numpy as np

from audit.demo.kokoro import Sound
from audit.demo.samples import Recording

_ENCODERS = {"mp3": "libmp3lame", "opus": "libopus"}  # decoder and encoder differ in name


def encode(sound: Sound, recording: Recording, path: Path) -> None:
    """Write samples of shape (channels, n) in -1..1 at the recording's rate to `path`."""
    layout = "stereo" if recording.channels == 2 else "mono"
    codec = _ENCODERS.get(recording.codec, recording.codec)
    # bitexact: no program version, no random stream number, so that a second run gives the same
    with av.open(str(path), "w", container_options={"fflags": "+bitexact"}) as out:
        options = {"flags": "+bitexact"}
        stream = cast(av.AudioStream, out.add_stream(codec, recording.rate, options=options))
        stream.layout = layout
        if recording.bit_rate is not None:
            stream.bit_rate = recording.bit_rate
        frame = av.AudioFrame.from_ndarray(_pcm(sound), format="s16", layout=layout)
        frame.sample_rate = recording.rate
        resampler = av.AudioResampler(stream.format, layout, recording.rate, stream.frame_size)
        for piece in [*resampler.resample(frame), *resampler.resample(None), None]:
            out.mux(stream.encode(piece))


def _pcm(sound: Sound) -> np.ndarray[tuple[int, ...], np.dtype[np.int16]]:
    """Interleaved 16-bit samples of shape (1, n * channels), as PyAV wants packed sound."""
    return (sound.T.reshape(1, -1) * 32767).astype(np.int16)
