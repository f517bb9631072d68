"""How well calls were heard: errors by side, words that matter, times and sides of turns."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from audit.evaluation.cer import ErrorCount, comparable, count_errors
from audit.evaluation.spoken.carry import links
from audit.evaluation.spoken.pairs import pairs
from audit.evaluation.spoken.rows import CHANNELS, Row
from transcribe.told import COLLECTION_WORDS


@dataclass(frozen=True, slots=True)
class Figures:
    """`errors` by channel and by the agent's voice, over each channel's whole text in one piece.

    `words` are those told to the recogniser that were said, and how many of them were written;
    `starts_s` how far the nearest turn on its side begins from that of each spoken turn;
    `right` of `turns` heard where their side spoke.
    """

    errors: dict[str, ErrorCount]
    words: tuple[int, int]
    starts_s: Sequence[float]
    right: int
    turns: int

    @property
    def late_s(self) -> float:
        """Nine of ten turns begin no farther off than this."""
        return float(np.quantile(self.starts_s, 0.9)) if len(self.starts_s) else 0.0


def figures(written: Sequence[Row], heard: Sequence[Row]) -> Figures:
    """Compare calls as spoken with the same calls as heard, in the same order."""
    both = list(zip(written, heard, strict=True))
    errors: dict[str, ErrorCount] = {}
    for said, got in both:
        for speaker, channel in CHANNELS.items():
            count = count_errors(_text(said, channel), _text(got, channel))
            for name in (channel, f"{channel} {said['voices'][speaker]}"):
                errors[name] = errors.get(name, ErrorCount(0, 0)) + count
    words = [_words(said, got) for said, got in both]
    right = [{link.heard for link in links(said["turns"], got["turns"])} for said, got in both]
    return Figures(
        errors,
        (sum(found for found, _all in words), sum(all_ for _found, all_ in words)),
        [away for said, got in both for away in _starts(said, got)],
        sum(map(len, right)),
        sum(len(got["turns"]) for _said, got in both),
    )


def _text(call: Row, channel: str) -> str:
    return "".join(turn["text"] for turn in call["turns"] if turn["channel"] == channel)


def _words(said: Row, got: Row) -> tuple[int, int]:
    """How many of the words that were said were written where they were said."""
    found = wanted = 0
    for pair in pairs(said, got):
        spoken, written = comparable(pair.said), comparable(pair.heard)
        for word in COLLECTION_WORDS.split():
            wanted += spoken.count(word)
            found += min(spoken.count(word), written.count(word))
    return found, wanted


def _starts(said: Row, got: Row) -> list[float]:
    return [
        min(abs(turn["start"] - other["start"]) for other in same)
        for turn in said["turns"]
        if (same := [o for o in got["turns"] if o["channel"] == turn["channel"]])
    ]
