"""SenseVoice or Paraformer through sherpa-onnx, from a folder on this machine.

No weights of these come inside a package: the owner gives the folder that the sherpa-onnx project
publishes, with model.int8.onnx or model.onnx and tokens.txt.
"""

import math
import os
from collections.abc import Sequence
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Any

from transcribe.audio import RATE, Samples
from transcribe.engine import Heard
from transcribe.engines.sherpa_folder import MODELS, TOKENS, find_folder, kind_of
from transcribe.modelfile import digest_of
from transcribe.options import Options, pick_device


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

    folder = find_folder(model)
    file = next(folder / name for name in MODELS if (folder / name).is_file())
    tokens, kind = str(folder / TOKENS), kind_of(file)
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
