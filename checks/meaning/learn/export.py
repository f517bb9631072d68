"""Writes the trained model down as 8-bit ONNX."""

import warnings
from pathlib import Path

import torch

from checks.meaning.learn.classifier import Classifier
from checks.meaning.learn.source import WIDTH

_OPSET = 17  # the first with LayerNormalization as one operator


def export(model: Classifier, target: Path) -> None:
    """`target` takes `words` (1, length, 384) and `pooled` (1, length), gives `logits`."""
    whole = target.with_suffix(".f32.onnx")
    model.eval()
    inputs = (torch.zeros(1, 7, WIDTH), torch.ones(1, 7))
    with warnings.catch_warnings():
        # The exporter that torch now prefers needs another package and gives the same graph.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model, inputs, str(whole), input_names=["words", "pooled"], output_names=["logits"],
            dynamic_axes={"words": {1: "length"}, "pooled": {1: "length"}},
            opset_version=_OPSET, dynamo=False,
        )  # fmt: skip
    _in_8_bits(whole, target)
    whole.unlink()


def _in_8_bits(whole: Path, target: Path) -> None:
    """One scale a column, and 7 of the 8 bits.

    On processors without VNNI sums of full 8-bit products saturate (study: F1 fell by 0.11).
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        whole, target, op_types_to_quantize=["MatMul"], per_channel=True, reduce_range=True,
        weight_type=QuantType.QInt8,
    )  # fmt: skip
