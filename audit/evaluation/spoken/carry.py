"""Carries what is known of a spoken call over to what was heard of it.

A turn that was heard belongs to the spoken turns that it shares time with on its channel: the
recogniser joins turns and cuts them, so this goes many to many.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audit.evaluation.spoken.rows import Row

# Of the shorter turn. A heard turn reaches a little beyond what was said, never so far.
_SHARED = 0.5


@dataclass(frozen=True, slots=True)
class Link:
    """A spoken turn, a heard turn and the seconds that they share."""

    said: int
    heard: int
    seconds: float


def links(said: Sequence[Row], heard: Sequence[Row]) -> list[Link]:
    """Which turns belong together, in time order of the spoken ones."""
    return [
        Link(s, h, shared)
        for s, spoken in enumerate(said)
        for h, turn in enumerate(heard)
        if spoken["channel"] == turn["channel"]
        and (shared := min(spoken["end"], turn["end"]) - max(spoken["start"], turn["start"])) > 0
        and shared >= _SHARED * min(_length(spoken), _length(turn))
    ]


def carried(call: Row, turns: Sequence[Mapping[str, Any]]) -> Row:
    """`call` with the heard `turns` in place of its own, and its labels pointing into them.

    Where the spoken turn had no known speaker the heard one has none either, so that hearing is
    all that differs. A labelled turn of which nothing was heard is left out of its label; the
    label stays.
    """
    found = links(call["turns"], turns)
    told = [_speaker(call, found, at, turn) for at, turn in enumerate(turns)]
    labels = {"labels": _labels(call["labels"], found)} if call.get("labels") else {}
    return {**call, "turns": told, **labels}


def _speaker(call: Row, found: Sequence[Link], at: int, turn: Row) -> Row:
    mine = [link for link in found if link.heard == at]
    said = call["turns"][_closest(mine).said]["speaker"] if mine else None
    return {**turn, "speaker": "unknown"} if said == "unknown" else turn


def _labels(labels: Row, found: Sequence[Link]) -> Row:
    by_said: dict[int, list[Link]] = defaultdict(list)
    for link in found:
        by_said[link.said].append(link)

    def shown(pairs: Iterable[Row]) -> list[Row]:
        return [
            {**pair, "turns": sorted({n.heard for at in pair["turns"] for n in by_said[at]})}
            for pair in pairs
        ]

    def moved(fact: Row) -> Row:
        mine = by_said[fact["turn"]] if fact.get("turn") is not None else []
        return {**fact, "turn": _closest(mine).heard if mine else None}

    turned = {key: shown(labels[key]) for key in ("violations", "ambiguous") if key in labels}
    facts = {"facts": [moved(fact) for fact in labels["facts"]]} if "facts" in labels else {}
    return {**labels, **turned, **facts}


def _closest(mine: Sequence[Link]) -> Link:
    return max(mine, key=lambda link: link.seconds)


def _length(turn: Row) -> float:
    return float(turn["end"] - turn["start"])
