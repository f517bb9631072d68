"""Whisper through OpenAI's own program (PyTorch): float32 on the processor, float16 on a GPU."""

import warnings
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from transcribe.audio import RATE, Samples
from transcribe.engine import WINDOW_S, Heard
from transcribe.engines.openai_weights import from_ctranslate2, from_pt
from transcribe.options import Options, pick_device
from transcribe.problem import Problem
from transcribe.weights import find_weights


class OpenaiWhisper:
    """See `transcribe.engine.Engine`."""

    window_s = WINDOW_S

    def __init__(self, model: Any, digest: str, precision: str) -> None:
        from whisper.tokenizer import get_tokenizer

        self._model, self.digest = model, digest
        with warnings.catch_warnings():  # whisper leaves its vocabulary file open
            warnings.simplefilter("ignore", ResourceWarning)
            self._tokenizer = get_tokenizer(
                True, num_languages=model.num_languages, language="zh", task="transcribe"
            )
        self._half = precision.startswith("float16")
        self.name = f"openai-whisper {version('openai-whisper')} {precision}"

    def recognise(self, samples: Samples, prompt: str) -> Sequence[Heard]:
        # One pass over the window, as in faster_whisper.py, where the settings have their reasons.
        # whisper.transcribe() would go back over the window's end, and look for an ffmpeg program.
        from whisper.audio import HOP_LENGTH, N_FRAMES, N_SAMPLES, log_mel_spectrogram, pad_or_trim
        from whisper.decoding import DecodingOptions, decode
        from whisper.timing import add_word_timestamps

        sound = log_mel_spectrogram(samples, self._model.dims.n_mels, padding=N_SAMPLES)
        sound = pad_or_trim(sound, N_FRAMES).to(self._model.device)
        options = DecodingOptions(
            language="zh",
            beam_size=5,
            temperature=0.0,
            prompt=prompt or None,
            without_timestamps=True,
            fp16=self._half,
        )
        tokens = decode(self._model, sound, options).tokens
        line: dict[str, Any] = {
            "seek": 0,
            "start": 0.0,
            "end": len(samples) / RATE,
            "tokens": tokens,
        }
        add_word_timestamps(
            segments=[line],
            model=self._model,
            mel=sound,
            num_frames=len(samples) // HOP_LENGTH,
            tokenizer=self._tokenizer,
            last_speech_timestamp=0.0,
        )
        return [
            Heard(
                float(word["start"]), float(word["end"]), word["word"], float(word["probability"])
            )
            for word in line["words"]
        ]


def load(model: Path | None, options: Options) -> OpenaiWhisper:
    """Load a `.pt` file as it is, or a CTranslate2 folder by converting it in memory (1.5 s)."""
    import torch

    where = device(options)
    precision = options.precision
    if precision == "auto":
        precision = "float16" if where == "cuda" else "float32"
    if precision not in {"float32", "float16"} or (precision == "float16" and where == "cpu"):
        raise Problem(
            "precision_unknown",
            f"openai-whisper cannot compute in {precision} on {where}",
            mend="set compute_type to auto",
        )
    # With two threads beside a busy neighbour one pass took more than twice as long as with one.
    torch.set_num_threads(options.threads or 1)
    weights = find_weights(model)
    read = from_pt if weights.path.suffix == ".pt" else from_ctranslate2
    told = precision if where == "cpu" else f"{precision} {where}"
    return OpenaiWhisper(read(weights.path).eval().to(where), weights.digest, told)


def device(options: Options) -> str:
    import torch

    return pick_device(options.device, torch.cuda.is_available)
