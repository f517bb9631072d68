"""Runs the trained encoder: text in, one vector a window out."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from checks.meaning.blocks import Floats, Halves
from checks.meaning.folder import GRAPH, read_tokenizer, read_words
from checks.meaning.matrices import read_matrices
from checks.meaning.pairs import Shown, show
from transcribe.problem import Problem


class OnnxModel:
    """The model in `folder`, on one thread, one text at a time.

    In a batch the last digits of a turn's logit could depend on its neighbours, and a turn that was
    read once is remembered (reader.py).
    """

    def __init__(self, folder: Path) -> None:
        self._tokenizer, self._words = read_tokenizer(folder), read_words(folder)
        # The session reads these arrays where they are, so they must live as long as it does.
        self._matrices = read_matrices(folder)
        self._session = _session(folder, self._matrices)

    def vectors(self, before: str, text: str) -> Halves:
        """(windows, 384): one row for most turns, several for a long one.

        Rounded to half precision, as they are stored: a vector read again is the very same.
        """
        return np.stack([self._vector(shown) for shown in show(before, text, self._tokenizer)])

    def _vector(self, shown: Shown) -> Halves:
        pooled = np.zeros((1, len(shown.ids)), np.float32)
        pooled[0, shown.start :] = 1
        inputs = {"words": self._words.rows(shown.ids)[None], "pooled": pooled}
        vector: Halves = self._session.run(None, inputs)[0][0].astype(np.float16)
        return vector


def _session(folder: Path, matrices: Mapping[str, Floats]) -> Any:
    try:
        import onnxruntime
    except ImportError as error:
        raise Problem(
            "meaning_runtime", "onnxruntime cannot be loaded", mend="run make setup"
        ) from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.use_deterministic_compute = True
    options.log_severity_level = 3
    values = [onnxruntime.OrtValue.ortvalue_from_numpy(matrix) for matrix in matrices.values()]
    options.add_external_initializers(list(matrices), values)
    providers = ["CPUExecutionProvider"]
    try:
        return onnxruntime.InferenceSession(str(folder / GRAPH), options, providers=providers)
    except Exception as error:  # whatever it raises on a processor or file that it does not know
        raise Problem(
            "meaning_runtime",
            "onnxruntime cannot run the model on this machine",
            where=str(folder / GRAPH),
            mend="compare onnxruntime's version with requirements.txt",
        ) from error
