"""Cuts a turn where another voice goes on."""

from collections.abc import Sequence
from dataclasses import replace

from transcribe.transcript import Primed, Turn, Word

# A cut is put into the longest pause between words that lies this near: the voices were told apart
# in pieces of 1.5 s.
_NEAR_S = 0.8


def halves(turn: Turn, second: float) -> tuple[Turn, Turn] | None:
    """The turn before and after about `second`; None where no words stand on one side."""
    at = _word_after(turn.words, second)
    if not at:
        return None
    first, rest = turn.words[:at], turn.words[at:]
    place = _place(turn.text, sum(len(word.text.replace(" ", "")) for word in first))
    before, after = turn.text[:place].strip(), turn.text[place:].strip()
    if not before or not after:
        return None
    cut = min(max((first[-1].end + rest[0].start) / 2, turn.start), turn.end)
    return (
        replace(turn, end=round(cut, 2), text=before, words=first, primed=_in(before, turn)),
        replace(turn, start=round(cut, 2), text=after, words=rest, primed=_in(after, turn)),
    )


def _in(text: str, turn: Turn) -> tuple[Primed, ...]:
    return tuple(word for word in turn.primed if word.text in text)


def _word_after(words: Sequence[Word], second: float) -> int:
    """Index of the word that begins the second half, 0 where there is none."""
    near = [at for at in range(1, len(words)) if abs(words[at].start - second) <= _NEAR_S]
    pauses = {at: round(words[at].start - words[at - 1].end, 2) for at in near}
    return max(near, key=lambda at: (pauses[at], -abs(words[at].start - second)), default=0)


def _place(text: str, characters: int) -> int:
    """Where so many characters end, blanks not counted: words carry none."""
    seen = 0
    for place, character in enumerate(text):
        if seen == characters:
            return place
        seen += character != " "
    return len(text)
