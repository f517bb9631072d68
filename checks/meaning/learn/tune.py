"""Fine-tunes encoder and head together (run B of the study: macro F1 on dev 0.72 to 0.87)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

import torch
from torch import Tensor

from checks.meaning.blocks import Blocks
from checks.meaning.learn.batches import SIZE, Batch, batches, roughened
from checks.meaning.learn.classifier import Classifier, masked_loss
from checks.meaning.learn.example import Example
from checks.meaning.tokens import Tokenizer
from checks.noise.generator import Noise

# Corrections of low rank want about ten times the rate of run B, which trained whole matrices at
# 6e-5; the head's is run B's; weight decay and clipping are BERT's customary ones.
ENCODER_RATE, HEAD_RATE, DECAY, CLIP = 6e-4, 3e-4, 0.01, 1.0
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
    """Train in place. Same lesson, seed and number of threads: the same model."""
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
    for epoch in range(1, epochs + 1):
        inputs = [
            roughened(example, lesson.tokenizer, lesson.noise, chance)
            for example in lesson.examples
        ]
        losses: list[float] = []
        model.train()
        for batch in batches(inputs, lesson.table, chance):
            losses.append(_step(model, lesson, batch, optimizer))
            schedule.step()
            if len(losses) % 50 == 0:
                tell(f"epoch {epoch}, batch {len(losses)}: loss {sum(losses[-50:]) / 50:.4f}")
        tell(f"epoch {epoch} of {epochs}: loss {sum(losses) / len(losses):.4f}")


def _step(
    model: Classifier, lesson: Lesson, batch: Batch, optimizer: torch.optim.Optimizer
) -> float:
    goal = lesson.targets[batch.rows] * (1 - 2 * SMOOTHING) + SMOOTHING
    loss = masked_loss(
        model(batch.words, batch.pooled, batch.real), goal, lesson.weights[batch.rows]
    )
    optimizer.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    torch.nn.utils.clip_grad_norm_(model.parameters(), CLIP)
    optimizer.step()
    return float(loss.detach())


def _rate(done: float) -> float:
    """Up in a line, then down in a line; `done` is the share of all steps."""
    return done / WARM_UP if done < WARM_UP else max(0.0, (1 - done) / (1 - WARM_UP))
