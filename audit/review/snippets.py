"""Where a call says what was looked for: a few characters around the first place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audit.store.said import words_of
from checks.text import normalise

# Characters on either side: enough to tell whether the call is worth opening, and one line.
_AROUND = 14


@dataclass(frozen=True, slots=True)
class Snippet:
    """`hit` in turn `turn`, with what stands around it, as it was written."""

    turn: int
    before: str
    hit: str
    after: str


def snippet(turns: Sequence[Mapping[str, Any]], asked: str) -> Snippet | None:
    """The place of the whole wording if it is said anywhere, else that of the first word."""
    for wanted in (normalise(asked).plain, *words_of(asked)):
        for number, turn in enumerate(turns):
            if found := _place(number, turn["text"], wanted):
                return found
    return None


def snippets(
    turns: Iterable[tuple[int, Sequence[Mapping[str, Any]]]], asked: str
) -> dict[int, Snippet]:
    """By call, from (call, turns); of calls that lack every word there is none."""
    found = ((call, snippet(said, asked)) for call, said in turns)
    return {call: place for call, place in found if place}


def _place(number: int, text: str, wanted: str) -> Snippet | None:
    said = normalise(text)
    at = said.plain.find(wanted) if wanted else -1
    if at < 0:
        return None
    start, end = said.to_original(at, at + len(wanted))
    return Snippet(
        number, text[max(0, start - _AROUND) : start], text[start:end], text[end : end + _AROUND]
    )
