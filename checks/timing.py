"""Seconds of a call. A transcript typed from text may have none: then every time is unknown."""

from checks.call import Call
from transcribe.transcript import Turn


def timed(turn: Turn) -> bool:
    """Whether the turn's times are real: speech takes time, an importer writes 0 and 0."""
    return turn.end > turn.start


def end_of(call: Call) -> float | None:
    """Seconds until the recording ends, or the last word where its length is not known."""
    if call.duration_s is not None:
        return call.duration_s
    return max((turn.end for turn in call.turns if timed(turn)), default=None)


def silence_before(call: Call, index: int) -> float | None:
    """Seconds in which nobody spoke before turn `index`, at the beginning since the start.

    None where the times of this turn or of the one before are not known.
    """
    if not all(timed(turn) for turn in call.turns[max(0, index - 1) : index + 1]):
        return None
    reached = max((turn.end for turn in call.turns[:index]), default=0.0)
    return max(0.0, call.turns[index].start - reached)
