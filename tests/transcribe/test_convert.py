import struct
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from transcribe.convert import to_openai
from transcribe.problem import Problem
from transcribe.tensors import read_tensors

WIDTH = 4
CODES = {"float32": 0, "int8": 1, "int16": 2, "int32": 3, "float16": 4}


def text(value: str) -> bytes:
    raw = value.encode() + b"\0"
    return struct.pack("<H", len(raw)) + raw


def file_of(tensors: dict[str, npt.NDArray[np.generic]]) -> bytes:
    out = struct.pack("<I", 6) + text("WhisperSpec") + struct.pack("<II", 3, len(tensors))
    for name, tensor in tensors.items():
        out += text(name) + struct.pack("<B", tensor.ndim)
        out += struct.pack(f"<{tensor.ndim}I", *tensor.shape)
        out += struct.pack("<BI", CODES[tensor.dtype.name], tensor.nbytes) + tensor.tobytes()
    return out + struct.pack("<I", 0)


def rows(*values: float) -> npt.NDArray[np.float16]:
    """Stacked square matrices, each filled with one value."""
    return np.concatenate([np.full((WIDTH, WIDTH), v, np.float16) for v in values])


def bias(*values: float) -> npt.NDArray[np.float16]:
    return np.concatenate([np.full(WIDTH, v, np.float16) for v in values])


def tiny_model() -> dict[str, npt.NDArray[np.generic]]:
    model: dict[str, npt.NDArray[np.generic]] = {
        "encoder/num_heads": np.array(2, np.int16),
        "decoder/num_heads": np.array(2, np.int16),
        "encoder/conv1/weight": np.ones((WIDTH, 3, 3), np.float16),
        "encoder/position_encodings/encodings": np.ones((7, WIDTH), np.float16),
        "decoder/position_encodings/encodings": np.ones((5, WIDTH), np.float16),
        "decoder/embeddings/weight": np.ones((9, WIDTH), np.float16),
        "encoder/layer_norm/gamma": bias(1),
        "decoder/layer_norm/beta": bias(2),
    }
    for side in ("encoder", "decoder"):
        own = f"{side}/layer_0/self_attention"
        model |= {
            f"{own}/layer_norm/gamma": bias(3),
            f"{own}/linear_0/weight": rows(4, 5, 6),
            f"{own}/linear_0/bias": bias(4, 0, 6),
            f"{own}/linear_1/weight": rows(7),
            f"{side}/layer_0/ffn/layer_norm/beta": bias(8),
            f"{side}/layer_0/ffn/linear_0/weight": rows(9),
            f"{side}/layer_0/ffn/linear_1/weight": rows(10),
        }
    cross = "decoder/layer_0/attention"
    return model | {
        f"{cross}/linear_0/weight": rows(11),
        f"{cross}/linear_1/weight": rows(12, 13),
        f"{cross}/linear_1/bias": bias(0, 13),
        f"{cross}/linear_2/weight": rows(14),
    }


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "model.bin"
    path.write_bytes(file_of(tiny_model()))
    return path


def test_tensors_are_read_as_written(file: Path) -> None:
    read = read_tensors(file)
    assert read.keys() == tiny_model().keys()
    for name, tensor in tiny_model().items():
        assert np.array_equal(read[name], tensor)


def test_names_and_parts_are_whispers(file: Path) -> None:
    dimensions, state = to_openai(read_tensors(file))
    values = {name: part.flat[0] for name, part in state.items() if ".blocks." in name}
    own = {
        "attn_ln.weight": 3, "attn.query.weight": 4, "attn.key.weight": 5, "attn.value.weight": 6,
        "attn.query.bias": 4, "attn.value.bias": 6, "attn.out.weight": 7,
        "mlp_ln.bias": 8, "mlp.0.weight": 9, "mlp.2.weight": 10,
    }  # fmt: skip
    cross = {
        "cross_attn.query.weight": 11, "cross_attn.key.weight": 12, "cross_attn.value.weight": 13,
        "cross_attn.value.bias": 13, "cross_attn.out.weight": 14,
    }  # fmt: skip
    expected = {
        f"{side}.blocks.0.{n}": v for side in ("encoder", "decoder") for n, v in own.items()
    }
    assert values == expected | {f"decoder.blocks.0.{n}": v for n, v in cross.items()}
    assert {"encoder.ln_post.weight", "decoder.ln.bias", "encoder.conv1.weight"} <= state.keys()
    assert all(part.dtype == np.float32 for part in state.values())
    assert dimensions == {
        "n_mels": 3, "n_audio_ctx": 7, "n_audio_state": WIDTH, "n_audio_head": 2,
        "n_audio_layer": 1, "n_vocab": 9, "n_text_ctx": 5, "n_text_state": WIDTH,
        "n_text_head": 2, "n_text_layer": 1,
    }  # fmt: skip


def test_bytes_are_scaled_row_by_row() -> None:
    model = tiny_model()
    name = "decoder/layer_0/ffn/linear_0/weight"
    model[name] = np.full((2, WIDTH), 100, np.int8)
    model[f"{name}_scale"] = np.array([10, 50], np.float32)
    _dimensions, state = to_openai(model)
    assert state["decoder.blocks.0.mlp.0.weight"][:, 0].tolist() == [10, 2]


@pytest.mark.parametrize("content", [b"", b"RIFF....WAVE", struct.pack("<I", 6) + b"\xff" * 9])
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "model.bin"
    path.write_bytes(content)
    with pytest.raises(Problem) as caught:
        read_tensors(path)
    assert caught.value.code == "model_unreadable"
