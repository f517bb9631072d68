"""From recognised words to turns: one stretch of speech by one person."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from transcribe.audio import RATE
from transcribe.clean import is_invented, simplified
from transcribe.engine import Heard
from transcribe.figures import as_said
from transcribe.transcript import Speaker, Turn, Word
from transcribe.vad import Span
from transcribe.windows import Window
from transcribe.wording import calls_wording

# Two pieces on one channel closer than this, with nobody in between, are one turn: people pause
# that long inside a sentence.
_JOIN_S = 0.8
# Characters a second of speech below which a window was not read but repeated what was told. Of 45
# windows of spoken calls 44 had 4.2 to 6.3 and one had 0.5: "贷款贷款贷款" for four whole sentences.
_LEAST_RATE = 2.0


def turns_of_window(
    window: Window, heard: Iterable[Heard], speaker: Speaker, prompt: str
) -> dict[Span, Turn]:
    """Give each word to the span it ends in; a span with words becomes a turn in call time.

    Its end, because Whisper lets the first word after a pause begin where the last one before it
    ended: of 8 words stretched so in the sample calls the end was right in 8, the middle in 1.
    """
    words: dict[int, list[Heard]] = defaultdict(list)
    for piece in heard:
        words[window.owner(piece.end)].append(piece)
    turns = {
        window.spans[index]: _turn(window, index, pieces, speaker)
        for index, pieces in sorted(words.items())
    }
    return {
        span: turn
        for span, turn in turns.items()
        if turn.text and not is_invented(turn.text, prompt)
    }


def is_too_little(window: Window, turns: Mapping[Span, Turn]) -> bool:
    """Whether the turns of a window are much shorter than what was said in that time."""
    seconds = sum(span.end - span.start for span in window.spans) / RATE
    return sum(len(turn.text) for turn in turns.values()) < _LEAST_RATE * seconds


def _turn(window: Window, index: int, pieces: Sequence[Heard], speaker: Speaker) -> Turn:
    span, pieces = window.spans[index], as_said(pieces)
    text = calls_wording().best(simplified("".join(piece.text for piece in pieces)))
    words = tuple(
        Word(window.original(index, piece.start), window.original(index, piece.end), said)
        for piece, said in zip(pieces, _shares(text, pieces), strict=True)
    )
    start, end = round(span.start / RATE, 2), round(span.end / RATE, 2)
    return Turn(speaker, start, end, text, _likelihood(pieces), words)


def _shares(text: str, pieces: Sequence[Heard]) -> Iterator[str]:
    """What each piece says of `text`: as many characters, blanks not counted, as it wrote."""
    at = 0
    for piece in pieces:
        start, left = at, len("".join(piece.text.split()))
        while left and at < len(text):
            left -= not text[at].isspace()
            at += 1
        yield text[start:at].strip()


def _likelihood(pieces: Sequence[Heard]) -> float | None:
    """Geometric mean: the exponential of Whisper's average log probability, over this turn.

    None where an engine tells no confidence.
    """
    told = [piece.confidence for piece in pieces if piece.confidence is not None]
    logs = [math.log(max(confidence, 1e-6)) for confidence in told]
    return round(math.exp(sum(logs) / len(logs)), 3) if logs else None


def in_time_order(channels: Sequence[Sequence[Turn]]) -> list[Turn]:
    """Merge the turns of all channels by start time and join what one person said in one go."""
    tagged = sorted(
        ((turn.start, channel, turn) for channel, turns in enumerate(channels) for turn in turns),
        key=lambda item: item[:2],
    )
    out: list[tuple[int, Turn]] = []
    for _start, channel, turn in tagged:
        if out and out[-1][0] == channel and turn.start - out[-1][1].end < _JOIN_S:
            out[-1] = (channel, _joined(out[-1][1], turn))
        else:
            out.append((channel, turn))
    return [turn for _channel, turn in out]


def _joined(first: Turn, second: Turn) -> Turn:
    return replace(
        first,
        end=max(first.end, second.end),
        text=simplified(f"{first.text} {second.text}"),
        words=first.words + second.words,
        primed=first.primed + second.primed,
        confidence=mean_confidence([first, second]),
    )


def mean_confidence(turns: Sequence[Turn]) -> float | None:
    """Mean weighted by length, over the turns whose confidence is known; None without any."""
    known = [
        (turn.confidence, max(turn.end - turn.start, 0.01))
        for turn in turns
        if turn.confidence is not None
    ]
    if not known:
        return None
    total = sum(confidence * weight for confidence, weight in known)
    return round(total / sum(weight for _, weight in known), 3)
