"""The folder in which a trained model is kept, and whether its files belong together."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from checks.meaning.blocks import Blocks, Floats
from checks.meaning.matrices import BASE, LEARNT
from checks.meaning.tokens import Tokenizer
from transcribe.problem import Problem

CARD, GRAPH, VOCABULARY, WORDS = "thresholds.json", "graph.onnx", "vocabulary.json", "words.npz"
HEAD = "head.npz"
FORMAT = 2
_ENCODER = (GRAPH, BASE, LEARNT, WORDS, VOCABULARY)
_FILES = (*_ENCODER, HEAD)


@dataclass(frozen=True, slots=True)
class Card:
    """What `thresholds.json` says; `digest` names all files, since it holds their digests."""

    digest: str
    values: Mapping[str, Any]

    @property
    def encoder(self) -> str:
        """Names the files that a turn's vector depends on: vectors of one name may be compared."""
        files = self.values["files"]
        return hashlib.sha256("".join(files[name] for name in _ENCODER).encode()).hexdigest()

    @property
    def labels(self) -> tuple[str, ...]:
        """In the order of the model's outputs."""
        return tuple(self.values["labels"])

    def column(self, name: str) -> tuple[float, ...]:
        """One figure (slope, offset, threshold ...) for each label."""
        return tuple(float(label[name]) for label in self.values["labels"].values())


def read_card(folder: Path) -> Card:
    """Read and verify a model folder; a Problem says why it cannot serve."""
    try:
        content = (folder / CARD).read_bytes()
    except OSError as error:
        raise Problem(
            "meaning_model", "there is no trained model here", where=str(folder), mend=_TRAIN
        ) from error
    values = json.loads(content)
    if values.get("format") != FORMAT:
        raise Problem("meaning_model", "is of another format", where=str(folder), mend=_TRAIN)
    for name, digest in values["files"].items():
        if not (folder / name).is_file() or file_digest(folder / name) != digest:
            raise Problem(
                "meaning_model", f"{name} is missing or damaged", where=str(folder), mend=_TRAIN
            )
    return Card(hashlib.sha256(content).hexdigest(), values)


_TRAIN = "run python -m checks.meaning.train"


def write_card(folder: Path, values: Mapping[str, Any]) -> None:
    """Finish a folder: digests of its files and whatever `values` adds."""
    files = {name: file_digest(folder / name) for name in _FILES}
    card = {"format": FORMAT, "files": files, **values}
    text = json.dumps(card, ensure_ascii=False, indent=1)
    (folder / CARD).write_text(text + "\n", encoding="utf-8")


def file_digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def read_tokenizer(folder: Path) -> Tokenizer:
    raw = json.loads((folder / VOCABULARY).read_text(encoding="utf-8"))
    return Tokenizer(raw["pieces"], raw["scores"], raw["normaliser"])


def write_vocabulary(
    folder: Path, pieces: list[str], scores: list[float], normaliser: Mapping[str, str]
) -> None:
    raw = {"pieces": pieces, "scores": scores, "normaliser": dict(normaliser)}
    text = json.dumps(raw, ensure_ascii=False, separators=(",", ":"))
    (folder / VOCABULARY).write_text(text + "\n", encoding="utf-8")


def read_words(folder: Path) -> Blocks:
    with np.load(folder / WORDS) as stored:
        return Blocks(stored["scales"], stored["nibbles"])


def write_words(folder: Path, table: Blocks) -> None:
    np.savez(folder / WORDS, scales=table.scales, nibbles=table.nibbles)


def write_head(folder: Path, weight: Floats, bias: Floats) -> None:
    """`weight` (labels, 384) and `bias` (labels,) turn a vector into one logit a label."""
    np.savez(folder / HEAD, weight=weight, bias=bias)


def read_head(folder: Path) -> tuple[Floats, Floats]:
    with np.load(folder / HEAD) as stored:
        return stored["weight"], stored["bias"]
