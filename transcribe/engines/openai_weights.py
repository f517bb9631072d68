"""openai-whisper's model out of a weights file of its own or of CTranslate2's."""

import json
from pathlib import Path
from typing import Any

from transcribe.convert import to_openai
from transcribe.tensors import read_tensors


def from_pt(file: Path) -> Any:
    import whisper

    model = whisper.load_model(str(file), device="cpu")
    # A model loaded by path keeps default heads, with which word times are worse.
    if heads := whisper._ALIGNMENT_HEADS.get(file.stem):
        model.set_alignment_heads(heads)
    return model


def from_ctranslate2(folder: Path) -> Any:
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
