"""Whisper through faster-whisper (CTranslate2): int8 on the processor, float16 on a GPU."""

import os
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from transcribe.audio import RATE, Samples
from transcribe.engine import WINDOW_S, Heard
from transcribe.options import Options, pick_device
from transcribe.problem import Problem
from transcribe.weights import find_weights


class _Filters(np.ndarray[tuple[int, int], np.dtype[np.float32]]):
    """Mel filters that are applied without BLAS.

    BLAS adds in another order with another number of threads; that changed the last bits of the
    spectrogram and, on one of nine real clips, the words. An audit must not depend on
    OMP_NUM_THREADS. CTranslate2 itself gave the same words with 1, 2 and 4 threads.
    """

    def __matmul__(self, power: Any) -> Any:
        return np.einsum("mf,ft->mt", self, power)


class FasterWhisper:
    """See `transcribe.engine.Engine`."""

    window_s = WINDOW_S

    def __init__(self, pipeline: Any, digest: str, precision: str) -> None:
        self._pipeline, self.digest = pipeline, digest
        self.name = f"faster-whisper {version('faster-whisper')} {precision}"

    def recognise(self, samples: Samples, prompt: str) -> Sequence[Heard]:
        # beam 5: character error rate 0.163 on nine real clips, against 0.196 with beam 1.
        # One temperature: above 0 Whisper draws tokens at random, and an audit must repeat.
        # The batched pipeline hears a window in one pass; the other one goes back over the
        # window's silent end, where a prompt makes it invent words.
        segments, _info = self._pipeline.transcribe(
            samples,
            language="zh",
            beam_size=5,
            temperature=0.0,
            word_timestamps=True,
            vad_filter=False,
            clip_timestamps=[{"start": 0, "end": len(samples) / RATE}],
            hotwords=prompt or None,
        )
        return [
            Heard(float(word.start), float(word.end), word.word, float(word.probability))
            for segment in segments
            for word in segment.words
        ]


def load(model: Path | None, options: Options) -> FasterWhisper:
    """Load a CTranslate2 folder, `model` as in find_weights.

    "auto" is int8 on the processor (1.4 times as fast as float32 at the same error rate) and
    float16 on a GPU, which nobody measured yet; threads 0 means all cores.
    """
    from faster_whisper import BatchedInferencePipeline, WhisperModel

    weights = find_weights(model)
    if weights.path.suffix == ".pt":
        raise Problem(
            "model_unreadable",
            "faster-whisper cannot read an openai-whisper .pt file",
            where=str(weights.path),
            mend="choose --engine openai-whisper",
        )
    where = device(options)
    auto = "float16" if where == "cuda" else "int8"
    precision = auto if options.precision == "auto" else options.precision
    loaded = WhisperModel(
        str(weights.path),
        device=where,
        compute_type=precision,
        cpu_threads=options.threads or os.cpu_count() or 1,
        local_files_only=True,
    )
    extractor = loaded.feature_extractor
    extractor.mel_filters = extractor.mel_filters.view(_Filters)
    told = precision if where == "cpu" else f"{precision} {where}"
    return FasterWhisper(BatchedInferencePipeline(loaded), weights.digest, told)


def device(options: Options) -> str:
    import ctranslate2

    return pick_device(options.device, lambda: bool(ctranslate2.get_cuda_device_count()))
