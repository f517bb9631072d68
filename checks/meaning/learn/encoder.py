"""The sentence encoder as a torch model: BERT, layer norm after each block (e5-small: 12 layers).

It takes word vectors, not ids: the word table is not trained, stays in 4 bits and outside.
"""

from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - torch's own custom

from checks.meaning.learn.source import WIDTH, Source
from checks.meaning.pairs import BEFORE_PIECES, TEXT_PIECES

LAYERS, HEADS, INNER = 12, 12, 1536
EPS = 1e-12
POSITIONS = BEFORE_PIECES + TEXT_PIECES + 3
# BERT's own; the study's run B had it, too.
DROPOUT = 0.1


class Block(nn.Module):
    """Attention and feed-forward, each added to its input and normalised."""

    def __init__(self) -> None:
        super().__init__()
        self.q, self.k, self.v, self.ao = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.fi, self.fo = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.aln, self.oln = (nn.LayerNorm(WIDTH, eps=EPS) for _ in range(2))
        self.drop = nn.Dropout(DROPOUT)

    def forward(self, x: Tensor, keep: Tensor | None) -> Tensor:
        x = self.aln(x + self.drop(self.ao(self._attend(x, keep))))
        inner = F.gelu(self.fi(x))
        return cast(Tensor, self.oln(x + self.drop(self.fo(inner))))

    def _attend(self, x: Tensor, keep: Tensor | None) -> Tensor:
        q, k, v = (self._split(part(x)) for part in (self.q, self.k, self.v))
        dropout = DROPOUT if self.training else 0.0
        out = F.scaled_dot_product_attention(q, k, v, attn_mask=keep, dropout_p=dropout)
        return out.transpose(1, 2).flatten(2)

    @staticmethod
    def _split(x: Tensor) -> Tensor:
        return x.view(*x.shape[:2], HEADS, WIDTH // HEADS).transpose(1, 2)


class Encoder(nn.Module):
    """Word vectors (batch, length, 384) to one vector a text: the mean over `pooled`."""

    def __init__(self) -> None:
        super().__init__()
        self.pos = nn.Parameter(torch.zeros(POSITIONS, WIDTH))
        self.kind = nn.Parameter(torch.zeros(WIDTH))
        self.ln = nn.LayerNorm(WIDTH, eps=EPS)
        self.blocks = nn.ModuleList(Block() for _ in range(LAYERS))
        self.drop = nn.Dropout(DROPOUT)

    def forward(self, words: Tensor, pooled: Tensor, real: Tensor | None = None) -> Tensor:
        """`pooled` (batch, length) is 1 where the mean is taken; `real` is true on no padding."""
        x = self.drop(self.ln(words + self.pos[: words.shape[1]] + self.kind))
        keep = None if real is None else real[:, None, None, :]
        for block in self.blocks:
            x = block(x, keep)
        share = pooled / pooled.sum(1, keepdim=True)
        out: Tensor = (x * share[..., None]).sum(1)
        return out


def load_encoder(source: Source) -> Encoder:
    """The encoder with the published weights."""
    encoder = Encoder()
    with torch.no_grad():
        encoder.pos.copy_(_tensor(source, "emb.pos", 512, WIDTH)[:POSITIONS])
        encoder.kind.copy_(_tensor(source, "emb.type", -1, WIDTH)[0])
        _fill_norm(encoder.ln, source, "emb.ln")
        for at, block in enumerate(encoder.blocks):
            _fill_block(cast(Block, block), source, f"l{at}")
    return encoder


def _fill_block(block: Block, source: Source, name: str) -> None:
    for part in ("q", "k", "v", "ao", "fi", "fo"):
        layer = cast(nn.Linear, getattr(block, part))
        rows, columns = layer.weight.shape
        layer.weight.copy_(_tensor(source, f"{name}.{part}.w", rows, columns))
        layer.bias.copy_(_tensor(source, f"{name}.{part}.b", rows))
    _fill_norm(block.aln, source, f"{name}.aln")
    _fill_norm(block.oln, source, f"{name}.oln")


def _fill_norm(norm: nn.LayerNorm, source: Source, name: str) -> None:
    norm.weight.copy_(_tensor(source, f"{name}.w", WIDTH))
    norm.bias.copy_(_tensor(source, f"{name}.b", WIDTH))


def _tensor(source: Source, name: str, *shape: int) -> Tensor:
    return torch.from_numpy(source.floats(name, *shape).copy())
