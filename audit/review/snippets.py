"""Where a call says what was looked for: a few characters around the first place, masked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audit.masking import Hide
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


def snippet(turns: Sequence[Mapping[str, Any]], asked: str, hide: Hide) -> Snippet | None:
    """The place of the whole wording if it is said anywhere, else that of the first word."""
    for wanted in (normalise(asked).plain, *words_of(asked)):
        for number, turn in enumerate(turns):
            if found := _place(number, turn["text"], wanted, hide):
                return found
    return None


def snippets(
    turns: Iterable[tuple[int, Sequence[Mapping[str, Any]]]], asked: str, hides: Mapping[int, Hide]
) -> dict[int, Snippet]:
    """By call, from (call, turns); of calls that lack every word there is none."""
    found = ((call, snippet(said, asked, hides[call])) for call, said in turns)
    return {call: place for call, place in found if place}


def _place(number: int, text: str, wanted: str, hide: Hide) -> Snippet | None:
    said = normalise(text)
    at = said.plain.find(wanted) if wanted else -1
    if at < 0:
        return None
    start, end = said.to_original(at, at + len(wanted))
    shown = hide(text)
    return Snippet(
        number, shown[max(0, start - _AROUND) : start], shown[start:end], shown[end : end + _AROUND]
    )
