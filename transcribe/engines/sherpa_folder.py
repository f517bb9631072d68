"""The files of a SenseVoice or Paraformer that the sherpa-onnx project publishes."""

import mmap
from pathlib import Path

from transcribe.problem import Problem

MODELS = ("model.int8.onnx", "model.onnx")  # the smaller first: int8 is this machine's speed
TOKENS = "tokens.txt"


def find_folder(model: Path | None) -> Path:
    """Where the files are; sherpa-onnx itself ends the whole process when one is missing."""
    if model is None:
        raise Problem(
            "model_missing",
            "the engine sherpa-onnx has no model",
            mend="set model (or --model) to a folder with SenseVoice or Paraformer for sherpa-onnx",
        )
    folder = model.parent if model.suffix == ".onnx" else model
    missing = [] if any((folder / name).is_file() for name in MODELS) else [" or ".join(MODELS)]
    missing += [] if (folder / TOKENS).is_file() else [TOKENS]
    if missing:
        raise Problem(
            "model_missing",
            f"there is no {' and no '.join(missing)} here",
            where=str(folder),
            mend="unpack the whole model folder that the sherpa-onnx project publishes",
        )
    return folder


def kind_of(file: Path) -> str:
    """Which model it is, by the names in the description at the end of the ONNX file."""
    with file.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if data.rfind(b"lang_zh") >= 0 and data.rfind(b"with_itn") >= 0:
            return "sense-voice"
        if data.rfind(b"lfr_window_size") >= 0 and data.rfind(b"inv_stddev") >= 0:
            return "paraformer"
    raise Problem(
        "model_unreadable",
        "this is neither SenseVoice nor Paraformer with the description that sherpa-onnx needs",
        where=str(file),
        mend="take the model that the sherpa-onnx project publishes",
    )
