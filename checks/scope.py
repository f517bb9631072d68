"""Where in a call a condition looks: whose turns, told to whom, before or after what."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from checks.answer import Match
from checks.dialogue.listener import Listener
from checks.judgment import Layer
from checks.lexicon import strings
from checks.near import Near
from checks.params import count, flag, number
from checks.scene import Scene
from checks.timing import end_of, timed
from transcribe.problem import Problem

_VALUES = {"speaker": ("agent", "customer", "any"), "turns": ("first", "last")}
_KEYS = {
    *_VALUES, "listener", "until", "after", "within", "near", "every",
    "first", "last", "first_seconds", "last_seconds", "without",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scope:
    """`speaker`: agent, customer or any. `listener`: states in which the turn must be heard.

    `until`: only what stands before the first such speech act, to the character.
    `after`: only turns after one of these speech acts, at most `within` turns behind the latest.
    `first`, `last`: only so many turns of that speaker (`turns: first` is `first: 1`);
    `first_seconds`, `last_seconds`: only what begins, or ends, so near the call's own ends.
    `near`: beside the hits of another condition, one of which is the `anchor` in a check.
    `without`: not in turns that these conditions surely hit; `excluded` are the turns in a check.
    `every`: the condition must hold in each turn of the scope; `only` is that one turn in a check,
    taken as if it surely were in scope.
    """

    speaker: str = "agent"
    listener: tuple[Listener, ...] = ()
    until: str = ""
    after: tuple[str, ...] = ()
    within: int = 0
    first: int = 0
    last: int = 0
    first_seconds: float = 0
    last_seconds: float = 0
    near: Near | None = None
    without: tuple[str, ...] = ()
    every: bool = False
    anchor: Match | None = None
    only: int | None = None
    excluded: frozenset[int] = frozenset()

    @classmethod
    def read(cls, raw: dict[str, Any]) -> "Scope":
        _check_words(raw)
        after = raw.get("after", ())
        single = raw.get("turns")
        return cls(
            speaker=raw.get("speaker", "agent"),
            listener=tuple(Listener(name) for name in raw.get("listener", ())),
            until=raw.get("until", ""),
            after=(after,) if isinstance(after, str) else tuple(after),
            within=count(raw, "within", 0, low=1 if "within" in raw else 0),
            first=1 if single == "first" else _some(raw, "first"),
            last=1 if single == "last" else _some(raw, "last"),
            first_seconds=number(raw, "first_seconds", 0),
            last_seconds=number(raw, "last_seconds", 0),
            near=Near.read(raw["near"]) if "near" in raw else None,
            without=strings(raw.get("without", ()), "without"),
            every=flag(raw, "every"),
        )

    @property
    def acts(self) -> set[str]:
        """The speech acts that the scope waits for."""
        return {*self.after, *([self.until] if self.until else [])}

    @property
    def conditions(self) -> set[str]:
        """The other conditions of the rule on whose hits the scope depends."""
        return {*([self.near.condition] if self.near else []), *self.without}

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The dialogue layer takes part as soon as order or listener decide."""
        ordered = self.listener or self.until or self.after or self.near
        return (Layer.DIALOGUE,) if ordered else ()

    @property
    def by_seconds(self) -> bool:
        """Whether the times of turns decide what is in scope."""
        near = self.near is not None and self.near.seconds is not None
        return bool(self.first_seconds or self.last_seconds or near)

    def turns_of(self, scene: Scene) -> Sequence[tuple[int, bool]]:
        """(turn index, sure) of every turn in scope; the last word has `admits`."""
        reached = scene.reached.get(self)
        if reached is None:
            reached = scene.reached[self] = tuple(self._turns_of(scene))
        return reached

    def _turns_of(self, scene: Scene) -> Iterator[tuple[int, bool]]:
        mine = [
            (i, self.speaker in ("any", turn.speaker))
            for i, turn in enumerate(scene.call.turns)
            if self.speaker == "any" or turn.speaker in (self.speaker, "unknown")
        ]
        chosen = list(_leading(mine, self.first)) if self.first else mine
        chosen = list(_leading(chosen[::-1], self.last))[::-1] if self.last else chosen
        for index, known in chosen:
            if self.only in (None, index) and index not in self.excluded:
                truths = (
                    self._heard(scene.listeners[index]),
                    self._timely(scene, index),
                    self.near.reaches(scene, self.anchor, index)
                    if self.near and self.anchor
                    else True,
                )
                if False not in truths and self._follows(scene, index):
                    yield index, self.only is not None or (known and None not in truths)

    def _heard(self, listener: Listener) -> bool | None:
        if not self.listener or listener in self.listener:
            return True
        return None if listener is Listener.UNKNOWN else False

    def _timely(self, scene: Scene, index: int) -> bool | None:
        if not self.first_seconds and not self.last_seconds:
            return True
        turn, end = scene.call.turns[index], end_of(scene.call)
        if not timed(turn) or end is None:
            return None
        early = not self.first_seconds or turn.start < self.first_seconds
        return early and (not self.last_seconds or turn.end > end - self.last_seconds)

    def _follows(self, scene: Scene, index: int) -> bool:
        if not self.after:
            return True
        earlier = [
            match.span.turn
            for act in self.after
            for match in scene.acts.get(act, ())
            if match.span.turn < index
        ]
        return bool(earlier) and (not self.within or index - max(earlier) <= self.within)

    @property
    def admits_all(self) -> bool:
        """Whether every match in a turn of the scope stands in it."""
        return not self.until and self.anchor is None

    def admits(self, scene: Scene, match: Match) -> bool:
        """Whether a match stands before the act that closes the scope, and beside the anchor."""
        if self.near and self.anchor and not self.near.admits(self.anchor, match):
            return False
        closing = scene.acts.get(self.until, ()) if self.until else ()
        if not closing:
            return True
        first = min(map(_closes, closing))
        return (match.span.turn, match.span.start) < first


def _closes(match: Match) -> tuple[int, int]:
    """Where an act closes the scope; what only its meaning showed has no place within the turn.

    It is taken to stand at the end: people say who they are before they come to the point.
    """
    by_meaning = match.layer is Layer.MEANING
    return match.span.turn, match.span.end if by_meaning else match.span.start


def _check_words(raw: dict[str, Any]) -> None:
    unknown = sorted(set(raw) - _KEYS)
    if unknown:
        raise Problem(
            "rule_scope",
            f"scope knows no {unknown}",
            where=unknown[0],
            mend=f"use {sorted(_KEYS)}",
        )
    for key, allowed in _VALUES.items():
        if raw.get(key, allowed[0]) not in allowed:
            raise Problem(
                "rule_scope",
                f"scope knows no {key}: {raw[key]}",
                where=key,
                mend=f"use one of {list(allowed)}",
            )


def _some(raw: dict[str, Any], name: str) -> int:
    return count(raw, name) if name in raw else 0


def _leading(turns: Iterable[tuple[int, bool]], wanted: int) -> Iterator[tuple[int, bool]]:
    """Yield the first `wanted`: a turn whose speaker is unknown may or may not count as one."""
    certain = 0
    for order, (index, known) in enumerate(turns):
        if certain >= wanted:
            return
        yield index, known and order < wanted
        certain += known
