"""Writes the trained model down: a small ONNX graph, its matrices beside it, and the head."""

import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import onnx
import torch
from onnx import TensorProto
from torch import Tensor

from checks.meaning.folder import GRAPH, write_head
from checks.meaning.learn.classifier import Classifier
from checks.meaning.learn.encoder import Corrected
from checks.meaning.learn.source import WIDTH, Source
from checks.meaning.matrices import Correction, write_matrices

_OPSET = 17  # the first with LayerNormalization as one operator
_NODE = re.compile(r"/encoder/blocks\.(\d+)/(\w+)/MatMul")


def export(model: Classifier, source: Source, folder: Path) -> None:
    """The graph takes `words` (1, length, 384) and `pooled` (1, length), gives `vector`."""
    matrices = dict(model.encoder.matrices())
    write_matrices(
        folder,
        {name: source.blocks(f"{name}.w", m.weight.shape[1]) for name, m in matrices.items()},
        {name: Correction(_half(m.down), _half(m.up)) for name, m in matrices.items()},
    )
    write_head(folder, model.head.weight.detach().numpy(), model.head.bias.detach().numpy())
    for matrix in matrices.values():
        _flatten(matrix)
    _write_graph(model, folder / GRAPH)
    graph = onnx.load(folder / GRAPH)
    for name, tensor in _large(graph.graph):
        _take_out(name, tensor, graph.graph)
    onnx.save(graph, folder / GRAPH)


def _half(learnt: Tensor) -> Any:
    return learnt.detach().to(torch.float16).numpy()


def _flatten(matrix: Corrected) -> None:
    """Forget the correction: in the graph, one product stands for both."""
    matrix.forward = lambda x: torch.nn.functional.linear(x, matrix.weight, matrix.bias)  # type: ignore[method-assign]


def _write_graph(model: Classifier, target: Path) -> None:
    model.eval()
    model.forward = model.vectors  # type: ignore[method-assign]  # the head stays outside
    inputs = (torch.zeros(1, 7, WIDTH), torch.ones(1, 7))
    with warnings.catch_warnings():
        # The exporter that torch now prefers needs another package and gives the same graph.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model, inputs, str(target), input_names=["words", "pooled"], output_names=["vector"],
            dynamic_axes={"words": {1: "length"}, "pooled": {1: "length"}},
            opset_version=_OPSET, dynamo=False,
        )  # fmt: skip


def _large(graph: Any) -> Iterator[tuple[str, Any]]:
    """The matrices of the blocks: our name and the graph's tensor."""
    tensors = {tensor.name: tensor for tensor in graph.initializer}
    for node in graph.node:
        found = _NODE.fullmatch(node.name)
        if found and node.input[1] in tensors:
            yield f"l{found[1]}.{found[2]}", tensors[node.input[1]]


def _take_out(name: str, tensor: Any, graph: Any) -> None:
    """Leave only the name and shape; whoever loads the graph brings the numbers."""
    for node in graph.node:
        node.input[:] = [name if part == tensor.name else part for part in node.input]
    size = len(tensor.raw_data)
    tensor.name = name
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    for key, value in (("location", "matrices"), ("offset", "0"), ("length", str(size))):
        tensor.external_data.add(key=key, value=value)
