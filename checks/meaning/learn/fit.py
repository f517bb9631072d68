"""A model's whole lesson: the head on frozen vectors first, then head and encoder together."""

from collections.abc import Sequence

import click
import torch

from checks.meaning.blocks import Blocks
from checks.meaning.labels import LABELS
from checks.meaning.learn.batches import batches, shown
from checks.meaning.learn.classifier import Classifier, fit_head
from checks.meaning.learn.example import Example
from checks.meaning.learn.masks import targets, weights
from checks.meaning.learn.opinions import softened
from checks.meaning.learn.tune import Lesson, tune
from checks.meaning.tokens import Tokenizer
from checks.noise.generator import Noise

# So many suffice for a head to begin with; reading all of them takes minutes.
_FIT_EXAMPLES = 4000


def lesson_of(
    examples: Sequence[Example], tokenizer: Tokenizer, table: Blocks, *, soft: bool = True
) -> Lesson:
    """What is to be learnt of the examples; with `soft`, as far as others agree."""
    labels = list(LABELS)
    goal, weight = targets(examples, labels), weights(examples, labels)
    if soft:
        goal, weight = softened(examples, goal, weight)
    goals, counted = torch.from_numpy(goal), torch.from_numpy(weight)
    return Lesson(examples, goals, counted, tokenizer, table, Noise.load())


def fit(model: Classifier, lesson: Lesson, *, epochs: int, seed: int) -> None:
    """In place, where the model lies; progress on stderr."""
    step = max(1, len(lesson.examples) // _FIT_EXAMPLES)
    inputs = [shown(example, lesson.tokenizer) for example in lesson.examples[::step]]
    loss = fit_head(
        model, batches(inputs, lesson.table), lesson.targets[::step], lesson.weights[::step]
    )
    tell(f"head fitted on frozen vectors: loss {loss:.4f}")
    tune(model, lesson, epochs=epochs, seed=seed, tell=tell)


def tell(news: str) -> None:
    click.echo(news, err=True)
