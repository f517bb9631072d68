"""The sound as a browser needs it: a form that it plays and seeks exactly, and its waveform.

The original is never touched. Browsers differ on telephone codecs (A-law, GSM, AMR) and guess
when seeking in MP3, so all but FLAC and Ogg Opus is turned into FLAC once: lossless, exact to the
sample, played by Chromium, Firefox and Safari. Measured on the sample calls (8 kHz stereo): 0.7 to
1.1 MB a minute, where plain 16-bit PCM takes 1.9. What is made lies under `media/` of the data
folder, named by the recording's hash, sealed where recordings are, and may be deleted at any time.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import av
import numpy as np

from audit.config import Settings
from audit.places import keys_of, recordings_of
from audit.sealing.files import seal, unsealed
from audit.store import Recording
from transcribe.container import layout_of
from transcribe.decode import decoded

# 25 divides every rate that recorders use (8000 to 48000, 11025 and its multiples) and draws five
# bars for each syllable of quick Mandarin (about 5 a second).
PEAKS_PER_SECOND = 25
# Half a second for both, on two cores: what is shorter is made when somebody opens the call.
LONG_S = 600
# What every browser plays and seeks exactly as it is: codec, and the kind of file it comes in.
PLAYABLE = {("ogg", "opus"): "audio/ogg", ("flac", "flac"): "audio/flac"}


def prepare(settings: Settings, recording: Recording) -> None:
    """Make both now for a recording that takes long, so that nobody waits on its page.

    An hour of telephone stereo takes one second for the waveform and two to four for the sound.
    """
    if (recording.duration_s or 0) >= LONG_S:
        peaks(settings, recording)
        playable(settings, recording)


def playable(settings: Settings, recording: Recording) -> tuple[Path, str]:
    """A local file that browsers play, and its MIME type; made on first use."""
    for kind in PLAYABLE.values():
        if (made := _cache(settings, recording, kind)).exists():
            return made, kind
    with recordings_of(settings).local(recording.uri) as original:
        codec = _kind(original)
        kind = PLAYABLE.get(codec, "audio/flac")
        made = _cache(settings, recording, kind)
        with _replacing(settings, made) as half:
            (shutil.copyfile if codec in PLAYABLE else _as_flac)(original, half)
    return made, kind


def peaks(settings: Settings, recording: Recording) -> Path:
    """The waveform as JSON: `per_second`, `duration_s`, and for each channel bytes 0..127."""
    made = _cache(settings, recording, "peaks.json")
    if not made.exists():
        with (
            recordings_of(settings).local(recording.uri) as original,
            _replacing(settings, made) as half,
        ):
            half.write_text(json.dumps(_measure(original), separators=(",", ":")))
    return made


def opened(settings: Settings, made: Path) -> IO[bytes]:
    """One of these files for reading, wherever its reader wants to begin."""
    return unsealed(made.open("rb"), keys_of(settings))


def _kind(original: Path) -> tuple[str, str]:
    """Container and codec; a file that PyAV cannot tell without help is none of PLAYABLE."""
    layout = layout_of(original)
    return layout.container if layout.tracks == 1 else "", layout.codec


def _as_flac(source: Path, target: Path) -> None:
    rate = layout_of(source).rate
    with av.open(str(target), "w", format="flac") as out:
        written = None
        for block in decoded(source, rate, "s16p"):
            layout = "stereo" if len(block) == 2 else "mono"
            written = written or out.add_stream("flac", rate=rate, layout=layout)
            frame = av.AudioFrame.from_ndarray(block.T.reshape(1, -1), format="s16", layout=layout)
            frame.sample_rate = rate
            out.mux(written.encode(frame))
        if written:
            out.mux(written.encode(None))


def _measure(source: Path) -> dict[str, Any]:
    """The loudest sample of each 1/25 second in each channel (left is agent where stereo)."""
    rate = layout_of(source).rate
    step = rate // PEAKS_PER_SECOND  # a block is 16 s, a whole number of these
    loud, samples = [], 0
    for block in decoded(source, rate, "s16p"):
        padded = np.pad(np.abs(block.astype(np.int32)), ((0, 0), (0, -block.shape[1] % step)))
        loud.append(padded.reshape(len(block), -1, step).max(axis=2) >> 8)
        samples += block.shape[1]
    return {
        "per_second": PEAKS_PER_SECOND,
        "duration_s": round(samples / rate, 3),
        # 32768 >> 8 is 128
        "channels": np.minimum(np.concatenate(loud, axis=1), 127).tolist(),
    }


def _cache(settings: Settings, recording: Recording, kind: str) -> Path:
    folder = settings.data / "media"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / f"{recording.sha256}.{kind.rpartition('/')[2]}"


@contextmanager
def _replacing(settings: Settings, file: Path) -> Iterator[Path]:
    """Write beside the file and move it into place, so that nobody ever reads a half one."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".half-")
    os.close(handle)
    try:
        yield Path(name)
        if ring := keys_of(settings):
            sealed = Path(f"{name}-sealed")
            seal(Path(name), sealed, ring)
            sealed.replace(name)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
