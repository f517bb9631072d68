"""Encoder and linear head in one model, and the head's first fit on frozen vectors."""

from collections.abc import Iterable

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - torch's own custom

from checks.meaning.learn.batches import Batch
from checks.meaning.learn.encoder import Encoder
from checks.meaning.learn.source import WIDTH

# e5 vectors hardly differ in length or direction, so a head fitted on the raw ones learns too
# slowly and spoils the encoder (study, run A against run B): they are standardised first.
_LEAST_DEVIATION = 1e-6
_FIT_STEPS = 300
# Weight of the squared head in the fit, as in a logistic regression with C = 1.
_RIDGE = 0.5


class Classifier(nn.Module):
    """One logit a label for each text."""

    mean: Tensor
    deviation: Tensor

    def __init__(self, encoder: Encoder, labels: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.head = nn.Linear(WIDTH, labels)
        self.register_buffer("mean", torch.zeros(WIDTH))
        self.register_buffer("deviation", torch.ones(WIDTH))

    def forward(self, words: Tensor, pooled: Tensor, real: Tensor | None = None) -> Tensor:
        out: Tensor = self.head(self.vectors(words, pooled, real))
        return out

    def vectors(self, words: Tensor, pooled: Tensor, real: Tensor | None = None) -> Tensor:
        """Standardised: what is stored with a transcript, and what the head weighs."""
        vectors: Tensor = (self.encoder(words, pooled, real) - self.mean) / self.deviation
        return vectors


def masked_loss(logits: Tensor, targets: Tensor, weights: Tensor) -> Tensor:
    """Binary cross entropy a text, over its labels as they count."""
    each = F.binary_cross_entropy_with_logits(logits, targets, weights, reduction="none")
    return each.sum(1).mean()


def fit_head(
    model: Classifier, batches: Iterable[Batch], targets: Tensor, weights: Tensor
) -> float:
    """Fit mean, deviation and head with the encoder as it is; returns the loss reached."""
    vectors = encode(model.encoder, batches, len(targets))
    targets, weights = targets.to(vectors.device), weights.to(vectors.device)
    model.mean.copy_(vectors.mean(0))
    model.deviation.copy_(vectors.std(0).clamp_min(_LEAST_DEVIATION))
    vectors = (vectors - model.mean) / model.deviation
    nn.init.zeros_(model.head.weight)
    nn.init.zeros_(model.head.bias)
    search = torch.optim.LBFGS(
        model.head.parameters(), max_iter=_FIT_STEPS, line_search_fn="strong_wolfe"
    )

    def loss() -> Tensor:
        search.zero_grad()
        ridge = _RIDGE * model.head.weight.square().sum() / len(targets)
        value = masked_loss(model.head(vectors), targets, weights) + ridge
        value.backward()  # type: ignore[no-untyped-call]
        return value

    search.step(loss)  # type: ignore[no-untyped-call]
    return float(loss().detach())


@torch.no_grad()
def encode(encoder: Encoder, batches: Iterable[Batch], count: int) -> Tensor:
    """Vectors (count, 384) in the order of the examples."""
    encoder.eval()
    out = torch.zeros(count, WIDTH, device=encoder.pos.device)
    for batch in (batch.on(out.device) for batch in batches):
        out[batch.rows] = encoder(batch.words, batch.pooled, batch.real)
    return out
