"""Fine-tunes encoder and head together (run B of the study: macro F1 on dev 0.72 to 0.87)."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from random import Random

import torch
from torch import Tensor

from checks.meaning.blocks import Blocks
from checks.meaning.learn.batches import SIZE, Batch, batches, roughened
from checks.meaning.learn.classifier import Classifier, masked_loss
from checks.meaning.learn.example import Example
from checks.meaning.pairs import Shown
from checks.meaning.tokens import Tokenizer
from checks.noise.generator import Noise

# Corrections of low rank want about ten times the rate of run B, which trained whole matrices at
# 6e-5, and more for twice its batch; the head's is run B's; decay and clipping are BERT's.
ENCODER_RATE, HEAD_RATE, DECAY, CLIP = 8e-4, 3e-4, 0.01, 1.0
WARM_UP = 0.08
# Targets of 0.03 and 0.97: without, scores saturate and some thresholds end at 0.99 (study).
SMOOTHING = 0.03


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is learnt: targets and weights have one row an example."""

    examples: Sequence[Example]
    targets: Tensor
    weights: Tensor
    tokenizer: Tokenizer
    table: Blocks
    noise: Noise


def tune(
    model: Classifier, lesson: Lesson, *, epochs: int, seed: int, tell: Callable[[str], None]
) -> None:
    """Train in place, where the model lies. Same lesson, seed, device and threads: same model."""
    torch.manual_seed(seed)
    chance = Random(seed)  # noqa: S311 - repeatable on purpose
    optimizer = torch.optim.AdamW(
        [
            {
                "params": [p for p in model.encoder.parameters() if p.requires_grad],
                "lr": ENCODER_RATE,
            },
            {"params": model.head.parameters(), "lr": HEAD_RATE},
        ],
        weight_decay=DECAY,
    )
    steps = epochs * -(-len(lesson.examples) // SIZE)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step / steps))
    for epoch, inputs in enumerate(roughened_rounds(lesson, epochs, seed), 1):
        losses: list[float] = []
        model.train()
        for batch in batches(inputs, lesson.table, chance):
            losses.append(_step(model, lesson, batch, optimizer))
            schedule.step()
            if len(losses) % 50 == 0:
                tell(f"epoch {epoch}, batch {len(losses)}: loss {sum(losses[-50:]) / 50:.4f}")
        tell(f"epoch {epoch} of {epochs}: loss {sum(losses) / len(losses):.4f}")


def roughened_rounds(lesson: Lesson, epochs: int, seed: int) -> Iterator[list[Shown]]:
    """The inputs of each epoch, each misheard in its own way; made by every core beforehand.

    One core takes half a minute an epoch for them, longer than a graphics card for its lesson.
    """
    with ProcessPoolExecutor() as pool:
        yield from pool.map(partial(_round, lesson, seed), range(1, epochs + 1))


def _round(lesson: Lesson, seed: int, epoch: int) -> list[Shown]:
    chance = Random(f"{seed} {epoch}")  # noqa: S311 - repeatable on purpose
    return [roughened(each, lesson.tokenizer, lesson.noise, chance) for each in lesson.examples]


def _step(
    model: Classifier, lesson: Lesson, batch: Batch, optimizer: torch.optim.Optimizer
) -> float:
    goal = lesson.targets[batch.rows] * (1 - 2 * SMOOTHING) + SMOOTHING
    here = batch.on(model.mean.device)
    logits = model(here.words, here.pooled, here.real)
    loss = masked_loss(logits, goal.to(logits.device), lesson.weights[batch.rows].to(logits.device))
    optimizer.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    torch.nn.utils.clip_grad_norm_(model.parameters(), CLIP)
    optimizer.step()
    return float(loss.detach())


def _rate(done: float) -> float:
    """Up in a line, then down in a line; `done` is the share of all steps."""
    return done / WARM_UP if done < WARM_UP else max(0.0, (1 - done) / (1 - WARM_UP))
