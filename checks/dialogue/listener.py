"""Who is on the other end: a state machine over the speech acts of the turns.

Nobody is verified until the listener confirms being the debtor (rules.md, "Verified"); the phone
can change hands at any time, and from that turn on the listener is unverified again.
"""

from collections.abc import Mapping
from enum import StrEnum

from checks.answer import Match
from checks.call import Call
from checks.dialogue.trust import poorly_heard
from transcribe.transcript import Turn


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
    ("new_listener", Listener.UNVERIFIED),
    ("agrees_handover", Listener.UNVERIFIED),
    ("confirms_identity", Listener.VERIFIED),
    ("confirms_late", Listener.VERIFIED),
    ("claims_identity", Listener.VERIFIED),
    ("confirms_third_party", Listener.THIRD_PARTY),
    ("denies_identity", Listener.THIRD_PARTY),
    ("wrong_number", Listener.THIRD_PARTY),
    ("is_third_party", Listener.THIRD_PARTY),
    ("takes_over", Listener.THIRD_PARTY),
    ("confirms_guarantor", Listener.GUARANTOR),
    ("is_guarantor", Listener.GUARANTOR),
    ("hands_over", Listener.UNVERIFIED),
)

# Who has said who they are may speak of others ("他是我老板") and say "你打错了" in anger; only an
# introduction in the first person, a handed phone, or a denial that names who it is instead, tells
# that somebody else is there.
_KNOWN = (Listener.VERIFIED, Listener.GUARANTOR)
_ABOUT_OTHERS = ("is_third_party", "confirms_third_party", "wrong_number", "denies_identity")
# "你跟她说。喂，我是他媳妇": once the other one speaks, the phone has been given already.
_GIVING = ("hands_over", "agrees_handover")
_BOTH = {"is_third_party", "denies_identity"}


def listeners(call: Call, acts: Mapping[str, tuple[Match, ...]]) -> tuple[Listener, ...]:
    """Return the state in which each turn is heard, one entry a turn."""
    state = Listener.THIRD_PARTY if call.called_party == "third_party" else Listener.UNVERIFIED
    by_turn = _acts_by_turn(acts)
    out: list[Listener] = []
    for index, turn in enumerate(call.turns):
        unknown = turn.speaker == "unknown"
        out.append(Listener.UNKNOWN if unknown and state is Listener.UNVERIFIED else state)
        acted = by_turn.get(index, {})
        state = _next(state, acted, call)
        if state is Listener.UNVERIFIED and not acted and _lost_reply(turn):
            state = Listener.UNKNOWN
    return tuple(out)


def _lost_reply(turn: Turn) -> bool:
    """Whether the other side said something that may have been a yes."""
    return turn.speaker == "customer" and poorly_heard(turn)


def _acts_by_turn(acts: Mapping[str, tuple[Match, ...]]) -> dict[int, dict[str, bool]]:
    """The acts of each turn, the strongest last, and whether they are sure."""
    by_turn: dict[int, dict[str, bool]] = {}
    for act, _ in _CHANGES:
        for match in acts.get(act, ()):
            told = by_turn.setdefault(match.span.turn, {})
            told[act] = told.get(act, False) or match.sure
    return by_turn


def _next(state: Listener, acted: Mapping[str, bool], call: Call) -> Listener:
    taken = "new_listener" in acted
    known = state in _KNOWN and not taken and not set(acted) >= _BOTH
    told = [
        act
        for act in acted
        if not (known and act in _ABOUT_OTHERS) and not (taken and act in _GIVING)
    ]
    if not told:
        return state
    if not acted[told[-1]]:  # nobody knows who said it, or whether it was said
        return state if state in _KNOWN else Listener.UNKNOWN
    after = dict(_CHANGES)[told[-1]]
    if after is Listener.VERIFIED and call.called_party == "guarantor":
        return Listener.GUARANTOR
    return after
