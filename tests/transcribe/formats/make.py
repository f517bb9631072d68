"""Writes the recordings beside it, in formats that PyAV decodes and has no encoder for.

Each holds three seconds of a tone of 440 Hz. Run it where the reference encoders can be loaded
(Debian: libgsm1, libvo-amrwbenc0, libbcg729-0, speex): `python make.py`. Only the tests' data are
made with them; nothing of them is needed to read a recording.
"""

import ctypes
import struct
import subprocess
import wave
from collections.abc import Iterator
from ctypes import byref, c_int, c_int16, c_ubyte, c_uint8, c_void_p
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
SECONDS, HERTZ = 3, 440


def tone(rate: int) -> np.ndarray:
    moments = np.arange(SECONDS * rate) / rate
    return (16000 * np.sin(2 * np.pi * HERTZ * moments)).astype(np.int16)


def frames(rate: int, length: int) -> Iterator[ctypes.Array[c_int16]]:
    sound = tone(rate)
    for at in range(0, len(sound) - length + 1, length):
        yield (c_int16 * length)(*sound[at : at + length].tolist())


def gsm() -> bytes:
    """GSM 06.10 full rate: 33 bytes for 20 ms."""
    lib = ctypes.CDLL("libgsm.so.1")
    lib.gsm_create.restype = c_void_p
    state, out = c_void_p(lib.gsm_create()), b""
    for frame in frames(8000, 160):
        packed = (c_ubyte * 33)()
        lib.gsm_encode(state, frame, packed)
        out += bytes(packed)
    return out


def gsm_wav() -> bytes:
    """The same as Microsoft packs it in WAV: 65 bytes for 40 ms."""
    lib = ctypes.CDLL("libgsm.so.1")
    lib.gsm_create.restype = c_void_p
    state, out = c_void_p(lib.gsm_create()), b""
    lib.gsm_option(state, 4, byref(c_int(1)))  # GSM_OPT_WAV49
    for number, frame in enumerate(frames(8000, 160)):
        packed = (c_ubyte * 33)()
        lib.gsm_encode(state, frame, packed)
        out += bytes(packed)[: 33 if number % 2 else 32]
    head = struct.pack("<HHIIHHHH", 0x31, 1, 8000, 1625, 65, 0, 2, 320)
    return wav(head, out)


def wav(head: bytes, sound: bytes) -> bytes:
    fact = struct.pack("<4sII", b"fact", 4, SECONDS * 8000)
    body = b"WAVEfmt " + struct.pack("<I", len(head)) + head + fact
    body += b"data" + struct.pack("<I", len(sound)) + sound + b"\0" * (len(sound) % 2)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def amr_wb() -> bytes:
    """AMR-WB at 12.65 kbit/s in its own file form (RFC 4867, section 5)."""
    lib = ctypes.CDLL("libvo-amrwbenc.so.0")
    lib.E_IF_init.restype = c_void_p
    state, out = c_void_p(lib.E_IF_init()), b"#!AMR-WB\n"
    for frame in frames(16000, 320):
        packed = (c_uint8 * 64)()
        out += bytes(packed[: lib.E_IF_encode(state, 2, frame, packed, 0)])
    return out


def g729() -> bytes:
    """G.729 without annexes: 10 bytes for 10 ms."""
    lib = ctypes.CDLL("libbcg729.so.0")
    lib.initBcg729EncoderChannel.restype = c_void_p
    state, out = c_void_p(lib.initBcg729EncoderChannel(0)), b""
    for frame in frames(8000, 80):
        packed, length = (c_uint8 * 10)(), c_uint8()
        lib.bcg729Encoder(state, frame, packed, byref(length))
        out += bytes(packed[: length.value])
    return out


def speex(rate: int, target: Path) -> None:
    raw = target.with_suffix(".wav")
    with wave.open(str(raw), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(tone(rate).tobytes())
    subprocess.run(["speexenc", str(raw), str(target)], check=True)
    raw.unlink()


if __name__ == "__main__":
    (HERE / "tone.gsm").write_bytes(gsm())
    (HERE / "tone-gsm.wav").write_bytes(gsm_wav())
    (HERE / "tone-wb.amr").write_bytes(amr_wb())
    (HERE / "tone.g729").write_bytes(g729())
    head = struct.pack("<HHIIHHH", 0x83, 1, 8000, 1000, 10, 0, 0)
    (HERE / "tone-g729.wav").write_bytes(wav(head, g729()))
    speex(8000, HERE / "tone-8000.spx")
    speex(16000, HERE / "tone-16000.spx")
