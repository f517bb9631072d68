"""Makes the sound files that the tests read."""

from pathlib import Path

import av
import numpy as np
import numpy.typing as npt


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
