"""Who is on the other end: a state machine over the speech acts of the turns.

Nobody is verified until the listener confirms being the debtor (rules.md, "Verified"); the phone
can change hands at any time, and from that turn on the listener is unverified again.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from checks.answer import Match
from checks.call import Call


class Listener(StrEnum):
    """State of the person who hears the next turn."""

    UNVERIFIED = "unverified"
    VERIFIED = "verified"
    THIRD_PARTY = "third_party"
    GUARANTOR = "guarantor"
    UNKNOWN = "unknown"


# The act of a customer turn and the state that it leads to, strongest last: "我不是，我是他妈妈"
# denies and tells who it is; "我是他妈妈，他来了，你跟他说" ends with the phone handed over.
_CHANGES: tuple[tuple[str, Listener], ...] = (
    ("confirms_identity", Listener.VERIFIED),
    ("claims_identity", Listener.VERIFIED),
    ("denies_identity", Listener.THIRD_PARTY),
    ("wrong_number", Listener.THIRD_PARTY),
    ("is_third_party", Listener.THIRD_PARTY),
    ("is_guarantor", Listener.GUARANTOR),
    ("hands_over", Listener.UNVERIFIED),
)


def listeners(call: Call, acts: Mapping[str, tuple[Match, ...]]) -> tuple[Listener, ...]:
    """Return the state in which each turn is heard, one entry a turn."""
    state = Listener.THIRD_PARTY if call.called_party == "third_party" else Listener.UNVERIFIED
    by_turn = _states_by_turn(acts)
    out: list[Listener] = []
    for index, turn in enumerate(call.turns):
        unknown = turn.speaker == "unknown"
        out.append(Listener.UNKNOWN if unknown and state is Listener.UNVERIFIED else state)
        state = _next(state, by_turn.get(index, ()), call, unknown=unknown)
    return tuple(out)


def _states_by_turn(
    acts: Mapping[str, tuple[Match, ...]],
) -> dict[int, list[Listener]]:
    by_turn: dict[int, list[Listener]] = {}
    for act, state in _CHANGES:
        for turn in {match.span.turn for match in acts.get(act, ())}:
            by_turn.setdefault(turn, []).append(state)
    return by_turn


def _next(
    state: Listener, changes: Sequence[Listener], call: Call, *, unknown: bool
) -> Listener:
    if not changes:
        return state
    if unknown:
        return Listener.UNKNOWN
    if changes[-1] is Listener.VERIFIED and call.called_party == "guarantor":
        return Listener.GUARANTOR
    return changes[-1]
