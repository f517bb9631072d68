"""Sound without a header: its codec, rate and channels stand in the file's ending.

`call.alaw` is A-law at 8000 Hz, mono, as telephony has it; `call.alaw-16000-2` says otherwise.
docs/formats.md lists what there is.
"""

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from transcribe.problem import Problem

# Name -> FFmpeg's demuxer and its options. G.726 comes at four bit rates, here in kbit/s; RFC 3551
# packs its bits from the right ("le"), ITU-T X.420 from the left.
_FORMS: dict[str, tuple[str, dict[str, str]]] = {
    "alaw": ("alaw", {}),
    "mulaw": ("mulaw", {}),
    "s16le": ("s16le", {}),
    "g722": ("g722", {}),
    "g723_1": ("g723_1", {}),
    "g729": ("g729", {}),
    "gsm": ("gsm", {}),
    **{f"g726_{bits * 8}": ("g726", {"code_size": str(bits)}) for bits in (2, 3, 4, 5)},
    **{f"g726le_{bits * 8}": ("g726le", {"code_size": str(bits)}) for bits in (2, 3, 4, 5)},
}
_RATED = ("alaw", "mulaw", "s16le")  # the others have the one rate of their standard
_ALSO = {"al": "alaw", "ul": "mulaw", "ulaw": "mulaw", "g723": "g723_1", "g726": "g726_32"}
_ENDING = re.compile(r"\.?(\w+?)(?:-(\d{4,6})(?:-([12]))?)?")

# What other files begin with, whatever they are called.
_HEADERS = (
    b"RIFF",
    b"OggS",
    b"fLaC",
    b"ID3",
    b"#!AMR",
    b"\x1aE\xdf\xa3",
    b".snd",
    b"caff",
    b"PK\3",
)

_LOOK = 1 << 20  # bytes: two minutes of telephony
# Bits of information in a byte. G.711 of speech holds 5 to 7; what is encrypted or compressed holds
# 8, of which 64 kB show at least 7.99.
_RANDOM, _ENOUGH = 7.95, 1 << 16
_FEW = 8  # different bytes: silence, which may look like text


@dataclass(frozen=True, slots=True)
class Form:
    """How to read a file without a header; rate in Hz."""

    name: str
    rate: int = 8000
    channels: int = 1

    @property
    def demuxer(self) -> str:
        """What FFmpeg calls it."""
        return _FORMS[self.name][0]

    def options(self) -> dict[str, str]:
        """What FFmpeg's demuxer must be told."""
        if self.name not in _RATED:
            return _FORMS[self.name][1]
        layout = "stereo" if self.channels == 2 else "mono"
        return {"sample_rate": str(self.rate), "ch_layout": layout}


def form_of(path: Path) -> Form | None:
    """The form that the file's ending tells; None where the file has a header."""
    form = parse_form(path.suffix)
    if form is None:
        return None
    with path.open("rb") as file:
        begin = file.read(_LOOK)
    if begin.startswith(_HEADERS) or begin[4:8] == b"ftyp":
        return None
    if _is_text(begin) or (form.name in ("alaw", "mulaw") and _is_random(begin)):
        raise Problem(
            "audio_unreadable",
            f"this is no {form.name} sound, but text or encrypted data",
            where=path.name,
            mend="export this call again from the recorder",
        )
    return form


def parse_form(ending: str) -> Form | None:
    """Read `alaw`, `.ul`, `mulaw-16000`, `s16le-8000-2`; None for what is no such form."""
    found = _ENDING.fullmatch(ending.lower())
    if not found:
        return None
    name = _ALSO.get(found[1], found[1])
    if name not in _FORMS or (found[2] and name not in _RATED):
        return None
    return Form(name, int(found[2] or 8000), int(found[3] or 1))


def _is_text(begin: bytes) -> bool:
    """Any bytes can be played; those that are UTF-8 throughout are none of a codec's."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(begin)
    except UnicodeDecodeError:
        return False
    return len(set(begin)) > _FEW


def _is_random(begin: bytes) -> bool:
    if len(begin) < _ENOUGH:
        return False
    counts = np.bincount(np.frombuffer(begin, np.uint8), minlength=256)
    shares = counts[counts > 0] / len(begin)
    return float(-(shares * np.log2(shares)).sum()) > _RANDOM
