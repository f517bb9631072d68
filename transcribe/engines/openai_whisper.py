"""Whisper through OpenAI's own program (PyTorch), in float32 on the CPU."""

import json
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from transcribe.audio import Samples
from transcribe.convert import read_tensors, to_openai
from transcribe.engine import Heard
from transcribe.weights import Weights


class OpenaiWhisper:
    """See `transcribe.engine.Engine`."""

    def __init__(self, model: Any, digest: str) -> None:
        self._model, self.digest = model, digest
        self.name = f"openai-whisper {version('openai-whisper')} float32"

    def recognise(self, samples: Samples, prompt: str) -> Sequence[Heard]:
        # The reasons for these settings stand in faster_whisper.py. Samples are handed over as
        # an array, so that whisper does not look for an ffmpeg program.
        result = self._model.transcribe(
            samples,
            language="zh",
            beam_size=5,
            temperature=0.0,
            word_timestamps=True,
            condition_on_previous_text=False,
            initial_prompt=prompt or None,
            carry_initial_prompt=bool(prompt),
            fp16=False,
            verbose=None,
        )
        return [
            Heard(
                float(word["start"]), float(word["end"]), word["word"], float(word["probability"])
            )
            for segment in result["segments"]
            for word in segment["words"]
        ]


def load(weights: Weights) -> OpenaiWhisper:
    """Load a `.pt` file as it is, or a CTranslate2 folder by converting it in memory (1.5 s)."""
    import torch

    # With two threads beside a busy neighbour one pass took more than twice as long as with one.
    torch.set_num_threads(1)
    read = _from_pt if weights.path.suffix == ".pt" else _from_ctranslate2
    return OpenaiWhisper(read(weights.path).eval(), weights.digest)


def _from_pt(file: Path) -> Any:
    import whisper

    model = whisper.load_model(str(file), device="cpu")
    # A model loaded by path keeps default heads, with which word times are worse.
    if heads := whisper._ALIGNMENT_HEADS.get(file.stem):
        model.set_alignment_heads(heads)
    return model


def _from_ctranslate2(folder: Path) -> Any:
    import torch
    from whisper.model import ModelDimensions, Whisper

    dimensions, state = to_openai(read_tensors(folder / "model.bin"))
    model = Whisper(ModelDimensions(**dimensions))
    model.load_state_dict({name: torch.from_numpy(part) for name, part in state.items()})
    heads = torch.zeros(dimensions["n_text_layer"], dimensions["n_text_head"], dtype=torch.bool)
    for layer, head in json.loads((folder / "config.json").read_bytes())["alignment_heads"]:
        heads[layer, head] = True
    model.register_buffer("alignment_heads", heads.to_sparse(), persistent=False)
    return model
