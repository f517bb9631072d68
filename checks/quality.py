"""Measured course of a call: who talked how much, silence, overlap."""

from collections.abc import Mapping, Sequence

from transcribe.transcript import Turn


def measure(turns: Sequence[Turn]) -> Mapping[str, float | None]:
    """Shares of the span from first to last word (0..1), seconds, characters per minute.

    A share is None where nothing was said, a rate where that side did not speak.
    """
    ordered = sorted(turns, key=lambda turn: turn.start)
    span = max((t.end for t in ordered), default=0.0) - (ordered[0].start if ordered else 0.0)
    gaps, overlap = _gaps(ordered)
    talk = {
        side: sum(t.end - t.start for t in ordered if t.speaker == side)
        for side in ("agent", "customer", "unknown")
    }
    share = {f"{side}_talk_share": _share(seconds, span) for side, seconds in talk.items()}
    return {
        **share,
        "silence_share": _share(sum(gaps), span),
        "longest_silence_s": round(max(gaps, default=0.0), 2),
        "overlap_s": round(overlap, 2),
        "agent_chars_per_min": _rate(ordered, "agent", talk["agent"]),
        "customer_chars_per_min": _rate(ordered, "customer", talk["customer"]),
    }


def _gaps(ordered: Sequence[Turn]) -> tuple[list[float], float]:
    """Silences between consecutive speech, and the seconds in which two spoke at once."""
    gaps: list[float] = []
    overlap, reached = 0.0, ordered[0].start if ordered else 0.0
    for turn in ordered:
        gaps.append(max(0.0, turn.start - reached))
        overlap += max(0.0, min(reached, turn.end) - turn.start)
        reached = max(reached, turn.end)
    return gaps, overlap


def _share(seconds: float, span: float) -> float | None:
    return round(seconds / span, 3) if span > 0 else None


def _rate(turns: Sequence[Turn], side: str, seconds: float) -> float | None:
    characters = sum(len(t.text) for t in turns if t.speaker == side)
    return round(characters * 60 / seconds, 1) if seconds > 0 else None
