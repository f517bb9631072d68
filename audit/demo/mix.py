"""Puts spoken lines on a telephone line: their times, the band, the level, a little noise.

One track per speaker, so that stereo keeps the agent left and the customer right; mono is their
sum. The noise is drawn from a fixed seed: the same speech gives the same recording.
"""

from dataclasses import dataclass
from zlib import crc32

import numpy as np

from audit.demo.kokoro import RATE, Sound
from audit.demo.samples import Line, Sample

PHONE_RATE = 8_000  # Hz; a whole fraction of Kokoro's 24 kHz
_BAND_HZ = (300.0, 3400.0)  # the telephone band of ITU-T G.712
_EDGE_HZ = 100.0  # width of the slopes beside the band
_LIMIT = 0.8  # where a line amplifier saturates, softly; the filter may overshoot it a little
_TAIL_S = 0.9  # the line stays open a moment after the last word


@dataclass(frozen=True)
class Spoken:
    """A line with its sound (24 kHz) and its place in the call, in seconds."""

    line: Line
    sound: Sound
    start: float

    @property
    def end(self) -> float:
        return self.start + len(self.sound) / RATE


def place(lines: tuple[Line, ...], sounds: list[Sound]) -> list[Spoken]:
    """Put each line after the end of the one before it and its own pause."""
    placed: list[Spoken] = []
    for line, sound in zip(lines, sounds, strict=True):
        before = placed[-1].end if placed else 0.0
        placed.append(Spoken(line, sound, before + line.pause))
    return placed


def record(sample: Sample, spoken: list[Spoken]) -> Sound:
    """The whole call as the recorder hears it: shape (channels, samples) at 8 kHz."""
    length = int((spoken[-1].end + _TAIL_S) * RATE)
    tracks = np.zeros((2, length), np.float32)  # agent, customer
    for said in spoken:
        at = int(said.start * RATE)
        row = 0 if said.line.speaker == "agent" else 1
        tracks[row, at : at + len(said.sound)] += _levelled(said.sound, sample.recording.speech_db)
    if sample.recording.leak_db is not None:
        tracks = tracks + tracks[::-1] * np.float32(_amplitude(sample.recording.leak_db))
    if sample.recording.channels == 1:
        tracks = tracks.sum(axis=0, keepdims=True)
    noise = np.random.default_rng(crc32(sample.call["call_id"].encode()))
    hiss = noise.standard_normal(tracks.shape).astype(np.float32) * _amplitude(
        sample.recording.noise_db
    )
    # 24 kHz noise loses the share of its power that lies outside the band: make up for it.
    hiss *= np.float32(np.sqrt(RATE / 2 / (_BAND_HZ[1] - _BAND_HZ[0])))
    return _telephone(tracks + hiss)


def _amplitude(decibels: float) -> float:
    return float(10 ** (decibels / 20))


def _levelled(sound: Sound, decibels: float) -> Sound:
    """One level for all voices, measured as it will be heard: after the telephone band."""
    heard = _band(sound[np.newaxis])
    gain = _amplitude(decibels) / float(np.sqrt(np.mean(heard**2)))
    limited: Sound = np.tanh(sound * np.float32(gain / _LIMIT)) * np.float32(_LIMIT)
    return limited


def _telephone(tracks: Sound) -> Sound:
    """Cut to the telephone band; then every third sample holds all there is."""
    return _band(tracks)[:, :: RATE // PHONE_RATE]


def _band(tracks: Sound) -> Sound:
    low, high = _BAND_HZ
    hertz = np.fft.rfftfreq(tracks.shape[1], 1 / RATE)
    edges = [low - _EDGE_HZ, low, high, high + _EDGE_HZ]
    passed = np.interp(hertz, edges, [0.0, 1.0, 1.0, 0.0])
    filtered = np.fft.irfft(np.fft.rfft(tracks, axis=1) * passed, n=tracks.shape[1], axis=1)
    return filtered.astype(np.float32)
