"""Makes the two tiny models beside it: `python make_sherpa_models.py` (needs the onnx package).

Real models of their kinds for sherpa-onnx, with inputs, outputs and description as it wants them
(k2-fsa/sherpa-onnx, offline-sense-voice-model.cc and offline-paraformer-model.cc), that know
little: the SenseVoice writes 您 for each loud stretch, the Paraformer 您好 for whatever it gets.
"""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto as T
from onnx import helper as make
from onnx import numpy_helper

HERE = Path(__file__).parent / "sherpa_models"
TOKENS = ("<blank>", "您", "好", "</s>", "<|zh|>", "<|NEUTRAL|>", "<|Speech|>", "<|woitn|>")
WIDTH = 560  # seven frames of 80 mel bands
DESCRIPTION = {
    "vocab_size": len(TOKENS),
    "lfr_window_size": 7,
    "lfr_window_shift": 6,
    "neg_mean": ",".join(["-8"] * WIDTH),  # between the loudness of silence and of a tone
    "inv_stddev": ",".join(["1"] * WIDTH),
}
SENSE_VOICE = DESCRIPTION | {
    "normalize_samples": 0, "with_itn": 14, "without_itn": 15, "lang_auto": 0, "lang_zh": 3,
    "lang_en": 4, "lang_ja": 11, "lang_ko": 12, "lang_yue": 7,
}  # fmt: skip


def save(name, nodes, constants, inputs, outputs, *, description) -> None:
    initial = [numpy_helper.from_array(value, key) for key, value in constants.items()]
    typed = [
        [make.make_tensor_value_info(key, *kind) for key, kind in side.items()]
        for side in (inputs, outputs)
    ]
    graph = make.make_graph([make.make_node(*node[:3], **node[3]) for node in nodes], name, *typed)
    graph.initializer.extend(initial)
    model = make.make_model(graph, opset_imports=[make.make_opsetid("", 14)], ir_version=8)
    for key, value in description.items():
        model.metadata_props.add(key=key, value=str(value))
    (HERE / name).mkdir(parents=True, exist_ok=True)
    onnx.save(model, str(HERE / name / "model.onnx"))
    lines = "".join(f"{token} {index}\n" for index, token in enumerate(TOKENS))
    (HERE / name / "tokens.txt").write_text(lines, encoding="utf-8")


def main() -> None:
    one_each = (T.INT32, ["n"])
    save(
        "sense-voice",
        [
            ("ReduceMax", ["x"], ["loud"], {"axes": [2], "keepdims": 0}),
            ("Greater", ["loud", "border"], ["speaks"], {}),
            ("Cast", ["speaks"], ["token"], {"to": T.INT64}),
            ("OneHot", ["token", "depth", "values"], ["said"], {}),
            # Four frames before the sound tell language, mood, event and style.
            ("Concat", ["before", "said"], ["logits"], {"axis": 1}),
        ],
        {
            "before": 8 * np.eye(len(TOKENS), dtype=np.float32)[None, 4:],
            "border": np.array(0, np.float32),
            "depth": np.array([len(TOKENS)], np.int64),
            "values": np.array([0, 8], np.float32),
        },
        {"x": (T.FLOAT, ["n", "t", WIDTH]), "x_length": one_each, "language": one_each,
         "text_norm": one_each},
        {"logits": (T.FLOAT, ["n", "u", len(TOKENS)])},
        description=SENSE_VOICE,
    )  # fmt: skip
    save(
        "paraformer",
        [("Identity", ["all"], ["logits"], {}), ("Identity", ["three"], ["token_num"], {})],
        {
            "all": 8 * np.eye(len(TOKENS), dtype=np.float32)[None, 1:4],
            "three": np.array([3], np.int64),
        },
        {"speech": (T.FLOAT, ["n", "t", WIDTH]), "speech_lengths": one_each},
        {"logits": (T.FLOAT, ["n", "l", len(TOKENS)]), "token_num": (T.INT64, ["n"])},
        description=DESCRIPTION,
    )


if __name__ == "__main__":
    main()
