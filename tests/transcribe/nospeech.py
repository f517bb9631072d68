"""Sounds of a line on which nobody speaks, made on the spot; shape (n,) at 8 kHz, full scale 1."""

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

RATE = 8000
Sound = npt.NDArray[np.float32]
_SECONDS = 24
_AT = np.arange(_SECONDS * RATE) / RATE
# Half tones above A of a tune of 16 notes, and the chords of four bars below it.
_TUNE = (3, 5, 7, 10, 12, 10, 7, 5, 8, 7, 5, 3, 2, 3, 5, 7)
_CHORDS = ((-9, -5, -2), (-12, -8, -5), (-7, -4, 0), (-14, -10, -7))
_NOTE_S, _BAR_S = 0.375, 1.5


def hiss() -> Sound:
    """What a line carries when nobody speaks, at -50 dB, with the mains in it."""
    noise = np.random.default_rng(1).normal(0, 10 ** (-50 / 20), len(_AT))
    return (noise + 0.002 * np.sin(2 * np.pi * 50 * _AT)).astype(np.float32)


def ringing() -> Sound:
    """450 Hz, one second in five: the ringing tone of Chinese exchanges (GB 3380)."""
    return hiss() + _tone(450) * (_AT % 5 < 1)


def busy() -> Sound:
    """450 Hz, 0.35 s on and off."""
    return hiss() + _tone(450) * (_AT % 0.7 < 0.35)


def hold_music() -> Sound:
    """A tune on something plucked over chords, as switchboards play it."""
    return hiss() + 0.25 * _tune(_plucked) + 0.1 * _pad()


def singing_strings() -> Sound:
    """The tune held and with vibrato: of all that is no voice the most like one."""
    return hiss() + 0.3 * _tune(_bowed) + 0.1 * _pad()


SOUNDS: Mapping[str, Callable[[], Sound]] = {
    made.__name__: made for made in (hiss, ringing, busy, hold_music, singing_strings)
}


def _tone(hertz: float, level: float = 0.3) -> Sound:
    return (level * np.sin(2 * np.pi * hertz * _AT)).astype(np.float32)


def _tune(voice: Callable[[float, Sound], Sound]) -> Sound:
    out = np.zeros(len(_AT), np.float32)
    length = int(_NOTE_S * RATE)
    for number, start in enumerate(range(0, len(out), length)):
        moments = np.arange(min(length, len(out) - start)) / RATE
        hertz = 220 * 2 ** (_TUNE[number % len(_TUNE)] / 12)
        out[start : start + length] = voice(hertz, moments.astype(np.float32))
    return out


def _plucked(hertz: float, moments: Sound) -> Sound:
    partials = [np.sin(2 * np.pi * hertz * n * moments) / n**1.5 for n in range(1, 7)]
    return np.asarray(np.sum(partials, axis=0) * np.exp(-5 * moments), np.float32)


def _bowed(hertz: float, moments: Sound) -> Sound:
    bend = 2 * np.pi * hertz * moments + 0.8 * np.sin(2 * np.pi * 5.5 * moments)
    partials = [np.sin(n * bend) / n for n in range(1, 9)]
    swell = np.minimum(1, np.minimum(moments, _NOTE_S - moments) / 0.04)
    return np.asarray(np.sum(partials, axis=0) * swell, np.float32)


def _pad() -> Sound:
    bar = (_AT // _BAR_S).astype(int) % len(_CHORDS)
    notes = 220 * 2 ** (np.array(_CHORDS)[bar].T / 12)
    return np.asarray(np.sin(2 * np.pi * notes * _AT).sum(axis=0), np.float32)
