"""SenseVoice or Paraformer through sherpa-onnx, from a folder on this machine.

No weights of these come inside a package: the owner gives the folder that the sherpa-onnx project
publishes, with model.int8.onnx or model.onnx and tokens.txt.
"""

import math
import mmap
import os
from collections.abc import Sequence
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Any

from transcribe.audio import RATE, Samples
from transcribe.engine import Heard
from transcribe.options import Options, pick_device
from transcribe.problem import Problem
from transcribe.weights import digest_of

_MODELS = ("model.int8.onnx", "model.onnx")  # the smaller first: int8 is this machine's speed
_TOKENS = "tokens.txt"


class Sherpa:
    """See `transcribe.engine.Engine`. These models take no prompt."""

    # They take as long as the sound lasts, so that packing saves nothing; not every Paraformer
    # gives times, so that each utterance is heard alone.
    window_s = 0.0

    def __init__(self, recogniser: Any, name: str, digest: str) -> None:
        self._recogniser, self.name, self.digest = recogniser, name, digest

    def recognise(self, samples: Samples, prompt: str) -> Sequence[Heard]:
        stream = self._recogniser.create_stream()
        stream.accept_waveform(RATE, samples)
        self._recogniser.decode_stream(stream)
        result = stream.result
        return _heard(result.tokens, result.timestamps, result.ys_log_probs, len(samples) / RATE)


def load(model: Path | None, options: Options) -> Sherpa:
    """Load the model of a folder; numbers stay words, as they were said."""
    import sherpa_onnx

    folder = _folder(model)
    file = next(folder / name for name in _MODELS if (folder / name).is_file())
    tokens, kind = str(folder / _TOKENS), _kind(file)
    chosen = {"num_threads": options.threads or os.cpu_count() or 1, "provider": device(options)}
    if kind == "sense-voice":
        recogniser = sherpa_onnx.OfflineRecognizer.from_sense_voice(
            model=str(file), tokens=tokens, language="zh", use_itn=False, **chosen
        )
    else:
        recogniser = sherpa_onnx.OfflineRecognizer.from_paraformer(
            paraformer=str(file), tokens=tokens, **chosen
        )
    name = (
        f"sherpa-onnx {version('sherpa-onnx')} {kind} {file.stem.removeprefix('model').strip('.')}"
    )
    return Sherpa(recogniser, name.strip(), digest_of(file))


def device(options: Options) -> str:
    """The package's usual build has no CUDA and does not say so: a GPU is for the owner to ask."""
    return pick_device(options.device, lambda: options.device == "cuda")


def _folder(model: Path | None) -> Path:
    """Where the files are; sherpa-onnx itself ends the whole process when one is missing."""
    if model is None:
        raise Problem(
            "model_missing",
            "the engine sherpa-onnx has no model",
            mend="set model (or --model) to a folder with SenseVoice or Paraformer for sherpa-onnx",
        )
    folder = model.parent if model.suffix == ".onnx" else model
    missing = [] if any((folder / name).is_file() for name in _MODELS) else [" or ".join(_MODELS)]
    missing += [] if (folder / _TOKENS).is_file() else [_TOKENS]
    if missing:
        raise Problem(
            "model_missing",
            f"there is no {' and no '.join(missing)} here",
            where=str(folder),
            mend="unpack the whole model folder that the sherpa-onnx project publishes",
        )
    return folder


def _kind(file: Path) -> str:
    """Which model it is, by the names in the description at the end of the ONNX file."""
    with file.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if data.rfind(b"lang_zh") >= 0 and data.rfind(b"with_itn") >= 0:
            return "sense-voice"
        if data.rfind(b"lfr_window_size") >= 0 and data.rfind(b"inv_stddev") >= 0:
            return "paraformer"
    raise Problem(
        "model_unreadable",
        "this is neither SenseVoice nor Paraformer with the description that sherpa-onnx needs",
        where=str(file),
        mend="take the model that the sherpa-onnx project publishes",
    )


def _heard(
    tokens: Sequence[str], starts: Sequence[float], likely: Sequence[float], seconds: float
) -> list[Heard]:
    """Each token until the next begins; spread over the sound where the model gives no times."""
    if len(starts) != len(tokens):
        starts = [seconds * index / len(tokens) for index in range(len(tokens))]
    bounds = [min(start, seconds) for start in starts] + [seconds]
    known = [min(math.exp(value), 1.0) for value in likely] if len(likely) == len(tokens) else []
    return [
        Heard(start, max(start, end), _text(token), known[index] if known else None)
        for index, (token, (start, end)) in enumerate(zip(tokens, pairwise(bounds), strict=True))
    ]


def _text(token: str) -> str:
    """Marks of word pieces become the space, or none, that they stand for."""
    return token.replace("▁", " ").removesuffix("@@")
