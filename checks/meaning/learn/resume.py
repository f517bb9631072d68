"""Takes a written model up again, to learn further from it."""

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from checks.meaning.folder import GRAPH, read_head
from checks.meaning.learn.classifier import Classifier
from checks.meaning.learn.encoder import load_encoder
from checks.meaning.learn.source import Source
from checks.meaning.matrices import LEARNT


@torch.no_grad()
def resume(folder: Path, source: Source) -> Classifier:
    """The classifier that was exported to `folder`, but for what half precision costs."""
    weight, bias = read_head(folder)
    model = Classifier(load_encoder(source), len(bias))
    _copy(model.head.weight, weight)
    _copy(model.head.bias, bias)
    named = {**dict(model.named_parameters()), **dict(model.named_buffers())}
    graph = onnx.load(folder / GRAPH, load_external_data=False).graph
    for tensor in graph.initializer:
        if tensor.name in named:
            _copy(named[tensor.name], numpy_helper.to_array(tensor))
    with np.load(folder / LEARNT) as learnt:
        for name, matrix in model.encoder.matrices():
            _copy(matrix.down, learnt[f"{name}.down"])
            _copy(matrix.up, learnt[f"{name}.up"])
    return model


def _copy(place: torch.Tensor, numbers: np.ndarray) -> None:
    place.copy_(torch.from_numpy(numbers.astype(np.float32)).reshape(place.shape))
