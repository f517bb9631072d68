"""The Chinese pipeline: jieba cuts words, spaCy carries them for patterns over words.

Characters are matched first (checks/finder.py); words come second, so that segmentation can
never hide a phrase or move evidence (stack.md, pitfall 5).

This is the only module that imports spaCy.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any


@contextmanager
def _torch_hidden() -> Iterator[None]:
    """Keep torch out: thinc imports it when it finds it, and we need nothing of it.

    Measured: 4.3 s of processor time and 273 MB for every command and worker, 1.3 s and 92 MB
    without.
    """
    hidden = "torch" not in sys.modules
    if hidden:
        sys.modules["torch"] = None  # type: ignore[assignment]  # makes `import torch` fail
    try:
        yield
    finally:
        if hidden:
            del sys.modules["torch"]


with _torch_hidden():
    from spacy.lang.zh import Chinese
    from spacy.language import Language
    from spacy.matcher import Matcher
    from spacy.tokens import Doc

__all__ = ["Matcher", "pipeline", "words"]

_CONFIG: dict[str, Any] = {
    "nlp": {"tokenizer": {"@tokenizers": "spacy.zh.ChineseTokenizer", "segmenter": "jieba"}}
}


@lru_cache(maxsize=1)
def pipeline() -> Language:
    """The blank Chinese pipeline; no trained model, nothing is downloaded."""
    import logging

    import jieba

    jieba.setLogLevel(logging.WARNING)  # its start-up lines are no news
    return Chinese.from_config(_CONFIG)


@lru_cache(maxsize=512)
def words(plain: str) -> Doc:
    """Segment one turn's plain text; token offsets are offsets into `plain`."""
    return pipeline().make_doc(plain)
