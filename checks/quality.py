"""Measured course of a call: who talked how much, silence, overlap."""

from collections.abc import Mapping, Sequence

from transcribe.transcript import Turn

MEASURES: Mapping[str, Mapping[str, str]] = {
    "agent_talk_share": {"zh": "坐席说话占比", "en": "Agent's share of talk"},
    "customer_talk_share": {"zh": "客户说话占比", "en": "Customer's share of talk"},
    "unknown_talk_share": {"zh": "未分说话人占比", "en": "Share of unknown speakers"},
    "silence_share": {"zh": "静音占比", "en": "Share of silence"},
    "longest_silence_s": {"zh": "最长静音（秒）", "en": "Longest silence (s)"},
    "overlap_s": {"zh": "同时说话（秒）", "en": "Both speaking (s)"},
    "interruptions": {"zh": "坐席打断次数", "en": "Interruptions by the agent"},
    "agent_chars_per_min": {"zh": "坐席语速（字/分）", "en": "Agent's rate (characters a minute)"},
    "customer_chars_per_min": {
        "zh": "客户语速（字/分）",
        "en": "Customer's rate (characters a minute)",
    },
}
"""What `measure` gives, and how it is called."""

# An agent who begins this many seconds before the customer's turn ends cuts in; less than that is
# the overlap of ordinary turn-taking. Set by hand.
GRACE_S = 0.5


def measure(turns: Sequence[Turn]) -> Mapping[str, float | None]:
    """Shares of the span from first to last word (0..1), seconds, characters per minute.

    A share is None where nothing was said, a rate where that side did not speak, the number of
    interruptions where speakers are not known.
    """
    ordered = sorted(turns, key=lambda turn: turn.start)
    span = max((t.end for t in ordered), default=0.0) - (ordered[0].start if ordered else 0.0)
    gaps, overlap = _gaps(ordered)
    talk = {
        side: sum([t.end - t.start for t in ordered if t.speaker == side])
        for side in ("agent", "customer", "unknown")
    }
    share = {f"{side}_talk_share": _share(seconds, span) for side, seconds in talk.items()}
    return {
        **share,
        "silence_share": _share(sum(gaps), span),
        "longest_silence_s": round(max(gaps, default=0.0), 2),
        "overlap_s": round(overlap, 2),
        "interruptions": _interruptions(ordered),
        "agent_chars_per_min": _rate(ordered, "agent", talk["agent"]),
        "customer_chars_per_min": _rate(ordered, "customer", talk["customer"]),
    }


def _gaps(ordered: Sequence[Turn]) -> tuple[list[float], float]:
    """Silences between consecutive speech, and the seconds in which two spoke at once."""
    gaps: list[float] = []
    overlap, reached = 0.0, ordered[0].start if ordered else 0.0
    for turn in ordered:
        gaps.append(turn.start - reached if turn.start > reached else 0.0)
        both = (turn.end if turn.end < reached else reached) - turn.start
        overlap += both if both > 0 else 0.0
        reached = turn.end if turn.end > reached else reached
    return gaps, overlap


def _interruptions(ordered: Sequence[Turn]) -> int | None:
    """How often the agent begins while the customer still has more than GRACE_S to say."""
    if "unknown" in [turn.speaker for turn in ordered]:
        return None
    count, ended = 0, float("-inf")
    for turn in ordered:
        if turn.speaker == "customer":
            ended = turn.end if turn.end > ended else ended
        elif ended - turn.start > GRACE_S:
            count += 1
    return count


def _share(seconds: float, span: float) -> float | None:
    return round(seconds / span, 3) if span > 0 else None


def _rate(turns: Sequence[Turn], side: str, seconds: float) -> float | None:
    characters = sum([len(t.text) for t in turns if t.speaker == side])
    return round(characters * 60 / seconds, 1) if seconds > 0 else None
