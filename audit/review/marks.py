"""Cutting a turn's text at its evidence, so that a page can mark it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters [start, end) of one turn that prove the findings with this number."""

    start: int
    end: int
    finding: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text and the findings (their ids) that it proves, none for plain text."""

    text: str
    findings: tuple[int, ...] = ()


def segments(text: str, marks: Sequence[Mark]) -> list[Segment]:
    """Cut `text` where its marking changes; together the segments are the text again."""
    cuts = {0, len(text)}
    for mark in marks:
        cuts |= {max(0, min(mark.start, len(text))), max(0, min(mark.end, len(text)))}
    edges = sorted(cuts)
    pieces = [
        (
            tuple(dict.fromkeys(m.finding for m in marks if m.start <= start and end <= m.end)),
            text[start:end],
        )
        for start, end in pairwise(edges)
    ]
    return [
        Segment("".join(part for _, part in group), findings)
        for findings, group in groupby(pieces, key=lambda piece: piece[0])
    ]
