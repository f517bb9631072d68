"""From an answer of the OpenAI transcription protocol to words with times.

Servers tell more or less: words, segments with or without their words, or the text alone. All
times are seconds from the start of the sound that was sent.
"""

import math
from collections.abc import Sequence
from itertools import pairwise

from pydantic import BaseModel, ConfigDict, ValidationError

from transcribe.engine import Heard
from transcribe.problem import Problem


class _Part(BaseModel):
    model_config = ConfigDict(allow_inf_nan=False)


class _Word(_Part):
    word: str
    start: float
    end: float
    probability: float | None = None  # faster-whisper's servers


class _Segment(_Part):
    text: str
    start: float
    end: float
    avg_logprob: float | None = None
    words: list[_Word] | None = None


class _Answer(_Part):
    text: str
    words: list[_Word] | None = None
    segments: list[_Segment] | None = None


def heard_of(content: bytes, seconds: float, where: str) -> Sequence[Heard]:
    """The words of an answer about so many seconds of sound. Problem `server_answer`."""
    try:
        answer = _Answer.model_validate_json(content)
    except ValidationError:
        raise Problem(
            "server_answer",
            "the speech server's answer is no transcription in JSON",
            where=where,
            mend="check that url is a server of the OpenAI transcription protocol",
        ) from None  # the error holds what was said
    segments = answer.segments or [_Segment(text=answer.text, start=0, end=seconds)]
    words = answer.words or [word for segment in segments for word in segment.words or ()]
    heard = _by_word(answer.text, words, _confidence(segments)) if words else _spread(segments)
    return [_inside(piece, seconds) for piece in heard]


def _by_word(text: str, words: Sequence[_Word], confidence: float | None) -> list[Heard]:
    """Each word with the marks that follow it in the text: words alone lack them in many answers.

    Where the words are not the text's, as they are.
    """
    places, place = [], 0
    for word in words:
        found = text.find(word.word.strip(), place)
        if found < 0:
            return [_heard(word, word.word, confidence) for word in words]
        places.append(found)
        place = found + len(word.word.strip())
    bounds = [0, *places[1:], len(text)]
    pieces = [text[start:end] for start, end in pairwise(bounds)]
    return [_heard(word, piece, confidence) for word, piece in zip(words, pieces, strict=True)]


def _heard(word: _Word, text: str, confidence: float | None) -> Heard:
    known = confidence if word.probability is None else _likely(word.probability)
    return Heard(word.start, word.end, text, known)


def _spread(segments: Sequence[_Segment]) -> list[Heard]:
    """Characters evenly over the time of their segment, as nothing better is known."""
    return [
        Heard(
            segment.start + (segment.end - segment.start) * index / len(segment.text),
            segment.start + (segment.end - segment.start) * (index + 1) / len(segment.text),
            character,
            _confidence([segment]),
        )
        for segment in segments
        for index, character in enumerate(segment.text)
    ]


def _confidence(segments: Sequence[_Segment]) -> float | None:
    """Whisper's mean token probability over the segments that tell it."""
    told = [segment.avg_logprob for segment in segments if segment.avg_logprob is not None]
    return _likely(math.exp(min(sum(told) / len(told), 0))) if told else None


def _likely(value: float) -> float:
    return min(max(value, 0.0), 1.0)


def _inside(piece: Heard, seconds: float) -> Heard:
    """Times that lie outside the sound, as some servers give, are moved to its ends."""
    start = min(max(piece.start, 0.0), seconds)
    return Heard(start, min(max(piece.end, start), seconds), piece.text, piece.confidence)
