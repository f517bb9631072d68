"""The Chinese pipeline: jieba cuts words, spaCy carries them for patterns over words.

Characters are matched first (checks/finder.py); words come second, so that segmentation can
never hide a phrase or move evidence (stack.md, pitfall 5).
"""

from functools import lru_cache
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

_CONFIG: dict[str, Any] = {
    "nlp": {"tokenizer": {"@tokenizers": "spacy.zh.ChineseTokenizer", "segmenter": "jieba"}}
}


@lru_cache(maxsize=1)
def pipeline() -> Language:
    """The blank Chinese pipeline; no trained model, nothing is downloaded."""
    import logging

    import jieba
    from spacy.lang.zh import Chinese

    jieba.setLogLevel(logging.WARNING)  # its start-up lines are no news
    return Chinese.from_config(_CONFIG)


@lru_cache(maxsize=4096)
def words(plain: str) -> Doc:
    """Segment one turn's plain text; token offsets are offsets into `plain`."""
    return pipeline().make_doc(plain)
