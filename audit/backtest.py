"""What a changed rule pack would add and remove on calls that are known; stores nothing."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from audit.masking import mask
from audit.pipeline import call_to_check
from audit.store import Store, Transcript
from audit.vectors import recall
from checks.call import Call
from checks.judgment import CallResult, Outcome
from checks.meaning.vectors import Vectors
from checks.rulepack import RulePack
from checks.run import check_call

Pair = tuple[Call, CallResult, CallResult]
"""A call, the present pack's result and the changed pack's."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a rule or alert was found; quotes are masked."""

    call_id: str
    turns: tuple[int, ...]
    quotes: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        return {"call_id": self.call_id, "turns": list(self.turns), "quotes": list(self.quotes)}


@dataclass(slots=True)
class Change:
    """One rule or alert: calls that only one pack finds, and how many both do."""

    added: list[Place] = field(default_factory=list)
    removed: list[Place] = field(default_factory=list)
    kept: int = 0
    undecided_before: int = 0
    undecided_after: int = 0

    def as_dict(self, examples: int) -> dict[str, Any]:
        """Counts, and the first so many calls of each kind."""
        return {
            "added": len(self.added),
            "removed": len(self.removed),
            "kept": self.kept,
            "undecided_before": self.undecided_before,
            "undecided_after": self.undecided_after,
            "examples": {
                "added": [place.as_dict() for place in self.added[:examples]],
                "removed": [place.as_dict() for place in self.removed[:examples]],
            },
        }


@dataclass(slots=True)
class Difference:
    """All changes by rule and by alert, over `calls` calls."""

    calls: int = 0
    rules: dict[str, Change] = field(default_factory=dict)
    alerts: dict[str, Change] = field(default_factory=dict)


def compare(pairs: Iterable[Pair]) -> Difference:
    """Sum up; a rule that either pack has is in the result even where nothing changed."""
    total = Difference()
    for call, before, after in pairs:
        total.calls += 1
        _count_undecided(total.rules, before, after)
        _sum_up(total.rules, _hits(call, before), _hits(call, after))
        _sum_up(total.alerts, _alerts(call, before), _alerts(call, after))
    return total


def stored_pairs(
    store: Store, old: RulePack, new: RulePack, newest: int | None = None
) -> Iterator[Pair]:
    """Stored calls by their newest transcripts, or so many that came last, checked with both."""
    chosen = newest_transcripts(store)
    for transcript_pk in chosen[-newest:] if newest else chosen:
        with store.reading() as session:
            transcript = session.get_one(Transcript, transcript_pk)
            calls = [call_to_check(session, transcript, pack.history_days) for pack in (old, new)]
        before, after = (
            check_call(call, pack, vectors_for(store, transcript_pk, call, pack))
            for call, pack in zip(calls, (old, new), strict=True)
        )
        yield calls[0], before, after


def vectors_for(store: Store, transcript_pk: int, call: Call, pack: RulePack) -> Vectors | None:
    """Those that are stored, else computed: embedding is the dear part of a check."""
    return recall(store, transcript_pk, call.turns, pack.reader) if pack.reader else None


def newest_transcripts(store: Store) -> list[int]:
    """Ids, in the order in which the calls were taken in."""
    with store.reading() as session:
        newest = select(func.max(Transcript.id)).group_by(Transcript.call_id)
        return list(session.scalars(newest.order_by(Transcript.call_id)))


def _hits(call: Call, result: CallResult) -> dict[str, Place]:
    return {
        j.rule: _place(call, j.turns, j.quotes)
        for j in result.judgments
        if j.outcome is Outcome.HIT
    }


def _alerts(call: Call, result: CallResult) -> dict[str, Place]:
    return {alert.name: _place(call, alert.turns, alert.quotes) for alert in result.alerts}


def _place(call: Call, turns: tuple[int, ...], quotes: tuple[str, ...]) -> Place:
    names = (call.debtor_name, call.agent_name)
    return Place(call.call_id, turns, tuple(mask(quote, *names) for quote in quotes))


def _sum_up(
    changes: dict[str, Change], before: Mapping[str, Place], after: Mapping[str, Place]
) -> None:
    for name in sorted(before.keys() | after.keys()):
        change = changes.setdefault(name, Change())
        if name not in before:
            change.added.append(after[name])
        elif name not in after:
            change.removed.append(before[name])
        else:
            change.kept += 1


def _count_undecided(changes: dict[str, Change], before: CallResult, after: CallResult) -> None:
    for judgment in before.judgments:
        change = changes.setdefault(judgment.rule, Change())
        change.undecided_before += judgment.outcome is Outcome.UNDECIDED
    for judgment in after.judgments:
        change = changes.setdefault(judgment.rule, Change())
        change.undecided_after += judgment.outcome is Outcome.UNDECIDED
