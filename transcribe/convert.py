"""Whisper weights in CTranslate2's file format, read for openai-whisper.

Both engines so run on one set of weights. The file's
layout (tensors.py) and the names on both sides were worked out by comparing transcripts:
openai-whisper on the converted weights and faster-whisper in float32 wrote the same text.
"""

from collections.abc import Iterator, Mapping

import numpy as np

from transcribe.tensors import Array

_LAYER_NORM = {"gamma": "weight", "beta": "bias"}


def to_openai(tensors: Mapping[str, Array]) -> tuple[dict[str, int], dict[str, Array]]:
    """Give openai-whisper's model dimensions and state dictionary, in float32."""
    state: dict[str, Array] = {}
    for name, tensor in tensors.items():
        scale = tensors.get(f"{name}_scale")  # int8 files keep one scale for each row
        whole = tensor if scale is None else tensor / scale[:, None]
        for new, part in _renamed(name, whole):
            state[new] = part.astype(np.float32)
    return _dimensions(tensors, state), state


def _renamed(name: str, tensor: Array) -> Iterator[tuple[str, Array]]:
    side, _, rest = name.partition("/")
    if rest == "position_encodings/encodings":
        yield f"{side}.positional_embedding", tensor
    elif rest == "embeddings/weight":
        yield "decoder.token_embedding.weight", tensor
    elif rest.startswith("layer_norm/"):
        last = "ln_post" if side == "encoder" else "ln"
        yield f"{side}.{last}.{_LAYER_NORM[rest.split('/')[1]]}", tensor
    elif rest.startswith("conv"):
        yield f"{side}.{rest.replace('/', '.')}", tensor
    elif rest.startswith("layer_") and not rest.endswith("_scale"):
        layer, part, inner, kind = rest.split("/")
        block = f"{side}.blocks.{layer.removeprefix('layer_')}"
        for new, piece in _of_layer(part, inner, tensor):
            if not (kind == "bias" and new.endswith("key")):  # Whisper's keys have no bias
                yield f"{block}.{new}.{_LAYER_NORM.get(kind, kind)}", piece


def _of_layer(part: str, inner: str, tensor: Array) -> Iterator[tuple[str, Array]]:
    if part == "ffn":
        yield {"layer_norm": "mlp_ln", "linear_0": "mlp.0", "linear_1": "mlp.2"}[inner], tensor
        return
    own = part == "self_attention"
    name = "attn" if own else "cross_attn"
    # CTranslate2 stacks the matrices that read the same input: q, k, v of a layer's own attention,
    # k and v of its attention to the sound.
    stacked = {
        "layer_norm": (f"{name}_ln",),
        "linear_0": ("query", "key", "value") if own else ("query",),
        "linear_1": ("out",) if own else ("key", "value"),
        "linear_2": ("out",),
    }[inner]
    if inner == "layer_norm":
        yield stacked[0], tensor
        return
    for target, piece in zip(stacked, np.split(tensor, len(stacked)), strict=True):
        yield f"{name}.{target}", piece


def _dimensions(tensors: Mapping[str, Array], state: Mapping[str, Array]) -> dict[str, int]:
    """Dimensions as `whisper.model.ModelDimensions` takes them."""
    n_vocab, n_text_state = state["decoder.token_embedding.weight"].shape
    n_audio_state, n_mels, _kernel = state["encoder.conv1.weight"].shape
    return {
        "n_mels": n_mels,
        "n_audio_ctx": len(state["encoder.positional_embedding"]),
        "n_audio_state": n_audio_state,
        "n_audio_head": int(tensors["encoder/num_heads"]),
        "n_audio_layer": _layers(state, "encoder"),
        "n_vocab": n_vocab,
        "n_text_ctx": len(state["decoder.positional_embedding"]),
        "n_text_state": n_text_state,
        "n_text_head": int(tensors["decoder/num_heads"]),
        "n_text_layer": _layers(state, "decoder"),
    }


def _layers(state: Mapping[str, Array], side: str) -> int:
    return sum(
        name.startswith(f"{side}.blocks.") and name.endswith(".attn_ln.weight") for name in state
    )
