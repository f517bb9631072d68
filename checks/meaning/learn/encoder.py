"""The sentence encoder as a torch model: BERT, layer norm after each block (e5-small: 12 layers).

It takes word vectors, not ids: the word table is not trained. Of the matrices only a correction of
low rank is (LoRA, Hu et al. 2021): the published 4-bit weights stay as they are, so that what is
checked with is what was trained, to the last digit but those that half precision costs.
"""

from collections.abc import Iterator
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - torch's own custom

from checks.meaning.learn.source import WIDTH, Source
from checks.meaning.pairs import BEFORE_PIECES, TEXT_PIECES

LAYERS, HEADS, INNER = 12, 12, 1536
EPS = 1e-12
POSITIONS = BEFORE_PIECES + TEXT_PIECES + 3
DROPOUT = 0.1  # BERT's own, on what a learning block adds
RANK = 32
# The lower blocks know words and how they stand together, not our rules: nothing is learnt there,
# which also spares a third of the way back.
FIRST_LEARNING = 4
PARTS = ("q", "k", "v", "ao", "fi", "fo")
"""Matrices of a block: query, key, value, attention out, feed-forward in and out."""


class Corrected(nn.Module):
    """A linear layer whose matrix stays, plus a correction that is learnt; it begins as none."""

    weight: Tensor

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.register_buffer("weight", torch.zeros(outputs, inputs))
        self.bias = nn.Parameter(torch.zeros(outputs))
        self.down = nn.Parameter(torch.randn(RANK, inputs) * inputs**-0.5)
        self.up = nn.Parameter(torch.zeros(outputs, RANK))

    def forward(self, x: Tensor) -> Tensor:
        return F.linear(x, self.weight, self.bias) + F.linear(F.linear(x, self.down), self.up)


class Block(nn.Module):
    """Attention and feed-forward, each added to its input and normalised."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.q, self.k, self.v, self.ao = (Corrected(WIDTH, WIDTH) for _ in range(4))
        self.fi, self.fo = Corrected(WIDTH, INNER), Corrected(INNER, WIDTH)
        self.aln, self.oln = (nn.LayerNorm(WIDTH, eps=EPS) for _ in range(2))
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, keep: Tensor | None) -> Tensor:
        x = self.aln(x + self.drop(self.ao(self._attend(x, keep))))
        inner = F.gelu(self.fi(x))
        return cast(Tensor, self.oln(x + self.drop(self.fo(inner))))

    def _attend(self, x: Tensor, keep: Tensor | None) -> Tensor:
        q, k, v = (self._split(part(x)) for part in (self.q, self.k, self.v))
        out = F.scaled_dot_product_attention(q, k, v, attn_mask=keep)
        return out.transpose(1, 2).flatten(2)

    @staticmethod
    def _split(x: Tensor) -> Tensor:
        return x.view(*x.shape[:2], HEADS, WIDTH // HEADS).transpose(1, 2)


class Encoder(nn.Module):
    """Word vectors (batch, length, 384) to one vector a text: the mean over `pooled`."""

    pos: Tensor
    kind: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("pos", torch.zeros(POSITIONS, WIDTH))
        self.register_buffer("kind", torch.zeros(WIDTH))
        self.ln = nn.LayerNorm(WIDTH, eps=EPS)
        self.blocks = nn.ModuleList(
            Block(DROPOUT if at >= FIRST_LEARNING else 0.0) for at in range(LAYERS)
        )

    def forward(self, words: Tensor, pooled: Tensor, real: Tensor | None = None) -> Tensor:
        """`pooled` (batch, length) is 1 where the mean is taken; `real` is true on no padding."""
        x = self.ln(words + self.pos[: words.shape[1]] + self.kind)
        keep = None if real is None else real[:, None, None, :]
        for block in self.blocks:
            x = block(x, keep)
        share = pooled / pooled.sum(1, keepdim=True)
        out: Tensor = (x * share[..., None]).sum(1)
        return out

    def matrices(self) -> Iterator[tuple[str, Corrected]]:
        """Every matrix by its name in the source: l0.q, l0.k ..."""
        for at, block in enumerate(self.blocks):
            for part in PARTS:
                yield f"l{at}.{part}", getattr(block, part)


@torch.no_grad()
def load_encoder(source: Source) -> Encoder:
    """The encoder with the published weights."""
    encoder = Encoder()
    encoder.pos.copy_(_tensor(source, "emb.pos", -1, WIDTH)[:POSITIONS])
    encoder.kind.copy_(_tensor(source, "emb.type", -1, WIDTH)[0])
    _fill_norm(encoder.ln, source, "emb.ln")
    for name, layer in encoder.matrices():
        layer.weight.copy_(_tensor(source, f"{name}.w", *layer.weight.shape))
        layer.bias.copy_(_tensor(source, f"{name}.b", -1))
    for at, block in enumerate(encoder.blocks):
        _fill_norm(cast(Block, block).aln, source, f"l{at}.aln")
        _fill_norm(cast(Block, block).oln, source, f"l{at}.oln")
    for still in (encoder.ln, *encoder.blocks[:FIRST_LEARNING]):
        still.requires_grad_(False)
    return encoder


def _fill_norm(norm: nn.LayerNorm, source: Source, name: str) -> None:
    norm.weight.copy_(_tensor(source, f"{name}.w", WIDTH))
    norm.bias.copy_(_tensor(source, f"{name}.b", WIDTH))


def _tensor(source: Source, name: str, *shape: int) -> Tensor:
    return torch.from_numpy(source.floats(name, *shape).copy())
