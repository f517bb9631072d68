"""The index leaves out only what could not match: the same matches as one expression of all."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from checks.index import Index
from checks.lexicon import Lexicons, read_yaml
from checks.meaning.learn.calls import read_calls
from checks.patterns import Phrases
from checks.required import alternatives, required
from checks.rulepack import DEFAULT_PACK
from checks.text import normalise
from transcribe.problem import Problem

CALLS = Path(DEFAULT_PACK, "meaning", "data", "calls")


def _spans(patterns: list[str], text: str) -> list[tuple[int, int]]:
    phrases = Phrases.file(patterns, Index())
    return phrases.find([normalise(text)], 1).get(0, [])


@pytest.mark.parametrize(
    ("patterns", "text"),
    [
        (["上门|上门找你"], "我上门找你，上门"),  # of two at one place the first, not the longest
        (["找你|上门找", "门"], "上门找你"),  # the leftmost, whichever pattern's
        (["a(?=b)|(?<=a)b"], "abab"),
        (["^您好|您好$"], "您好，您好"),
        (["[^，]{2}|，"], "一二，三四"),
        (["(?:还|海)款|款项?"], "海款，款项"),
        (["x*|上门"], "上门"),  # may match nothing: kept whole
        (["(.)什么", r"(.)(?:什么|啥)\2|好"], "看什么看，看啥看好"),
        (["[a-c]|[0-9]{3,}"], "b12345"),
        (["[|]|\\||(?:a|b)c"], "|ac"),
        (["(?:一个(?:两个|三个)?)+四"], "一个两个一个四"),
        (["(?i:AB)"], "ab"),
    ],
)
def test_finds_what_one_expression_finds(patterns: list[str], text: str) -> None:
    joined = re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
    assert _spans(patterns, text) == [match.span() for match in joined.finditer(text)]


def _lists(raw: Any) -> Iterator[list[str]]:
    """The phrase lists of a file of the pack."""
    if isinstance(raw, dict):
        for key, value in raw.items():
            if key in ("any", "unless") and isinstance(value, list):
                if all(isinstance(part, str) for part in value):
                    yield value
            else:
                yield from _lists(value)


def test_the_pack_finds_the_same_in_our_calls() -> None:
    lexicons = Lexicons.load(DEFAULT_PACK / "lexicons")
    files = [path for name in ("acts", "rules") for path in (DEFAULT_PACK / name).rglob("*.yaml")]
    both = [
        (lexicons.compile(some), lexicons.phrases(some))
        for path in files
        for some in _lists(read_yaml(path))
    ]
    paths = sorted(CALLS.glob("*.txt"))[::3]
    texts = [
        normalise(turn.text)
        for path in paths
        for call in list(read_calls(path))[:2]
        for turn in call.turns
    ]
    assert len(both) > 50
    assert len(texts) > 100
    for compiled, phrases in both:
        assert compiled
        assert phrases
        found = phrases.find(texts, (1 << len(texts)) - 1)
        for at, text in enumerate(texts):
            wanted = [match.span() for match in compiled.finditer(text.plain)]
            assert found.get(at, []) == wanted


@pytest.mark.parametrize(
    ("pattern", "clauses"),
    [
        ("上门", [{"上门"}]),
        ("打断(?:你|您)的?腿", [{"打断"}, {"你腿", "您腿", "的腿"}]),
        ("(?:逾期|欠款)[^，]{0,4}(?:起诉|法院)", [{"起诉", "法院"}, {"欠款", "逾期"}]),
        ("(?:催)?收", [{"催收", "收"}]),
        ("[^，]+", []),
        ("(?:起诉)?", []),
        ("(?!起诉)法院", [{"法院"}]),
    ],
)
def test_required(pattern: str, clauses: list[set[str]]) -> None:
    found = required(pattern).clauses
    assert sorted(map(sorted, found)) == sorted(map(sorted, clauses))


def test_alternatives() -> None:
    assert list(alternatives(r"a|(?:b|c)|[|\]]\||[]|]")) == ["a", "(?:b|c)", r"[|\]]\|", "[]|]"]


@pytest.mark.parametrize("pattern", ["(", "(?<=a*)b", "a**"])
def test_what_is_no_expression_is_told(pattern: str) -> None:
    with pytest.raises(Problem, match="pattern cannot be read"):
        Lexicons({}).phrases([pattern])
