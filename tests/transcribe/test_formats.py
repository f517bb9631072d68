"""Every row of the table in docs/formats.md, which is read here."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from sounds import tone, write_sound

from transcribe.audio import RATE, check_recording, load_recording
from transcribe.problem import Problem

ROOT = Path(__file__).parents[2]
SECONDS = 3
HERTZ = (440, 880)


@dataclass(frozen=True)
class Row:
    """One recording of the table; `made` is the encoders' names or a file of the repository."""

    kind: str
    file: str
    made: str
    rate: int
    channels: int
    cut: str

    def __str__(self) -> str:
        return f"{self.kind} {self.rate} {self.channels}"

    def write(self, folder: Path) -> Path:
        path = folder / self.file
        if "/" in self.made:
            return Path(shutil.copy(ROOT / self.made, path))
        *_video, codec = words = self.made.split()
        sounds = [tone(SECONDS, hertz, self.rate) for hertz in HERTZ[: self.channels]]
        tracks = words.count(codec)
        return write_sound(path, sounds, codec, self.rate, tracks=tracks, video="video" in words)


def rows() -> list[Row]:
    text = (ROOT / "docs/formats.md").read_text(encoding="utf-8")
    lines = text.partition("<!-- rows -->")[2].partition("<!-- end")[0].strip().splitlines()[2:]
    found = []
    for line in lines:
        kind, file, made, rates, channels, cut = (
            cell.strip(" `") for cell in line.strip("|").split("|")
        )
        assert cut in ("是", "半帧", "否"), line
        found += [
            Row(kind, file, made, int(rate), int(number), cut)
            for rate in rates.split()
            for number in channels.split()
        ]
    return found


@pytest.mark.parametrize("row", rows(), ids=str)
def test_a_row_is_read_as_it_was_said(row: Row, tmp_path: Path) -> None:
    path = row.write(tmp_path)
    before = path.read_bytes()
    recording = load_recording(path)
    assert (recording.info.channels, recording.info.heard) == (
        row.channels,
        (0, 1)[: row.channels],
    )
    # Opus is played at 48 kHz whatever went in.
    assert recording.info.sample_rate == (48_000 if "opus" in row.made else row.rate)
    # Lossy codecs add up to two of their frames.
    assert recording.info.duration_s == pytest.approx(SECONDS, abs=0.25)
    assert recording.samples.shape == (
        row.channels,
        pytest.approx(recording.info.duration_s * RATE, abs=RATE // 100),
    )
    middle = recording.samples[:, RATE : 2 * RATE]
    spectrum = np.abs(np.fft.rfft(middle))
    assert spectrum.argmax(axis=1).tolist() == list(HERTZ[: row.channels])
    assert path.read_bytes() == before


@pytest.mark.parametrize("row", rows(), ids=str)
def test_a_row_that_was_cut_off(row: Row, tmp_path: Path) -> None:
    path = row.write(tmp_path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 7 // 10])
    if row.cut != "否":
        with pytest.raises(Problem) as caught:
            check_recording(path)
        assert caught.value.code in ("audio_truncated", "audio_unreadable")
    else:
        assert check_recording(path).duration_s == pytest.approx(0.7 * SECONDS, abs=0.2)
