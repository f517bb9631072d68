"""The sound as a browser needs it: a form that it plays and seeks exactly, and its waveform.

The original is never touched. Browsers differ on telephone codecs (A-law, GSM, AMR) and guess
when seeking in MP3, so all but 16-bit PCM, FLAC and Ogg Opus is copied once to FLAC: lossless,
exact to the sample, played by Chromium, Firefox and Safari. Measured on the sample calls (8 kHz
stereo): 0.7 to 1.1 MB a minute, where plain 16-bit PCM takes 1.9. Copies and waveforms lie under
`media/` of the data folder, named by the recording's hash, and may be deleted at any time.
"""

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

import av
import numpy as np
from fsspec.core import url_to_fs
from fsspec.implementations.local import LocalFileSystem

from audit.config import Settings
from audit.store import Recording

# 25 divides every rate that recorders use (8000 to 48000, 11025 and its multiples) and draws two
# bars for each syllable of quick Mandarin (about 5 a second) with room to spare.
PEAKS_PER_SECOND = 25
# What both Chromium and Firefox play and seek exactly without help: container, codec, MIME type.
PLAYABLE = {
    ("wav", "pcm_s16le"): "audio/wav",
    ("flac", "flac"): "audio/flac",
    ("ogg", "opus"): "audio/ogg",
}


def playable(settings: Settings, recording: Recording) -> tuple[Path, str]:
    """A local file that browsers play, and its MIME type; made on first use."""
    filesystem, path = url_to_fs(f"{settings.recordings}/{recording.uri}")
    if isinstance(filesystem, LocalFileSystem):
        with av.open(path) as sound:
            kind = PLAYABLE.get((sound.format.name, sound.streams.audio[0].codec_context.name))
        if kind:
            return Path(path), kind
    copy = _cache(settings) / f"{recording.sha256}.flac"
    if not copy.exists():
        with filesystem.open(path, "rb") as source, _replacing(copy) as target:
            _copy_as_flac(source, target)
    return copy, "audio/flac"


def peaks(settings: Settings, recording: Recording) -> Path:
    """The waveform as JSON: `per_second`, `duration_s`, and for each channel bytes 0..127."""
    file = _cache(settings) / f"{recording.sha256}.peaks.json"
    if not file.exists():
        filesystem, path = url_to_fs(f"{settings.recordings}/{recording.uri}")
        with filesystem.open(path, "rb") as source, _replacing(file) as target:
            target.write_text(json.dumps(_measure(source), separators=(",", ":")))
    return file


def _copy_as_flac(source: Any, target: Path) -> None:
    with av.open(source) as sound, av.open(str(target), "w", format="flac") as out:
        heard = sound.streams.audio[0]
        layout = "mono" if heard.codec_context.channels == 1 else "stereo"
        written = out.add_stream("flac", rate=heard.rate, layout=layout)
        resampler = av.AudioResampler(format="s16", layout=layout, rate=heard.rate)
        for frame in sound.decode(heard):
            frame.pts = None  # a gap in the time stamps must not shift what follows
            for whole in resampler.resample(frame):
                out.mux(written.encode(whole))
        out.mux(written.encode(None))


def _measure(source: Any) -> dict[str, Any]:
    """The loudest sample of each 1/25 second in each channel (left is agent where stereo)."""
    with av.open(source) as sound:
        heard = sound.streams.audio[0]
        layout = "mono" if heard.codec_context.channels == 1 else "stereo"
        step = heard.rate // PEAKS_PER_SECOND
        cutter = av.AudioResampler(format="s16p", layout=layout, rate=heard.rate, frame_size=step)
        loud, samples = [], 0
        for frame in chain(sound.decode(heard), (None,)):
            for piece in cutter.resample(frame):
                loud.append(np.abs(piece.to_ndarray().astype(np.int32)).max(axis=1) >> 8)
                samples += piece.samples
        rate = heard.rate
    return {
        "per_second": PEAKS_PER_SECOND,
        "duration_s": round(samples / rate, 3),
        "channels": np.minimum(np.array(loud), 127).T.tolist(),  # 32768 >> 8 is 128
    }


def _cache(settings: Settings) -> Path:
    folder = settings.data / "media"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


@contextmanager
def _replacing(file: Path) -> Iterator[Path]:
    """Write beside the file and move it into place, so that nobody ever reads a half one."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".half-")
    os.close(handle)
    try:
        yield Path(name)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
