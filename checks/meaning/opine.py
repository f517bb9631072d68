"""`python -m checks.meaning.opine`: asks models about examples of authors they did not learn from.

Four folds of authors; as long as four trainings. Writes `data/opinions.npz`, which training reads.
"""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import numpy as np
import torch

from checks.meaning.blocks import Blocks, Floats
from checks.meaning.labels import LABELS
from checks.meaning.learn.batches import batches, shown
from checks.meaning.learn.classifier import Classifier, encode
from checks.meaning.learn.encoder import load_encoder
from checks.meaning.learn.example import Example
from checks.meaning.learn.examples import read_authors, read_examples
from checks.meaning.learn.fit import fit, lesson_of
from checks.meaning.learn.opinions import OPINIONS, write_opinions
from checks.meaning.learn.prune import prune
from checks.meaning.learn.source import read_source
from checks.meaning.tokens import Tokenizer

FOLDS = 4


@click.command(help="Ask models about what they did not learn from, for softer goals.")
@click.option("--epochs", default=6, show_default=True)
@click.option("--every", default=1, help="Take every N-th line only, to try the way.")
@click.option("--device", default="cpu", show_default=True, help="Where it learns: cpu or cuda.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), default=OPINIONS)
def main(epochs: int, every: int, device: str, out: Path) -> None:
    """Single lines are in every fold: of theirs only what they are not labelled for is used."""
    examples, authors = read_examples()[::every], read_authors()[::every]
    source = read_source()
    with TemporaryDirectory() as folder:
        tokenizer, table = prune(source, examples, Path(folder))
    calls = sorted({author for author in authors if author})
    fold = np.array([calls.index(author) % FOLDS if author else -1 for author in authors])
    total = np.zeros((len(examples), len(LABELS)), np.float32)
    for number in range(FOLDS):
        learnt = [each for each, of in zip(examples, fold, strict=True) if of != number]
        model = Classifier(load_encoder(source), len(LABELS)).to(device)
        fit(model, lesson_of(learnt, tokenizer, table, soft=False), epochs=epochs, seed=1)
        asked = np.flatnonzero((fold == number) | (fold == -1))
        opinion = _opinion(model, [examples[at] for at in asked], tokenizer, table)
        total[asked] += opinion / np.where(fold[asked] == -1, FOLDS, 1)[:, None]
        click.echo(f"fold {number + 1} of {FOLDS}: {len(learnt)} examples learnt", err=True)
    write_opinions(examples, total, out)


@torch.no_grad()
def _opinion(
    model: Classifier, examples: Sequence[Example], tokenizer: Tokenizer, table: Blocks
) -> Floats:
    """Probabilities (examples, labels)."""
    inputs = batches([shown(example, tokenizer) for example in examples], table)
    vectors = (encode(model.encoder, inputs, len(examples)) - model.mean) / model.deviation
    probable: Floats = model.head(vectors).sigmoid().cpu().numpy()
    return probable


if __name__ == "__main__":
    main()
